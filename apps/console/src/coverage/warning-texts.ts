import type { CoverageWarning } from '@overread/wire';
import { counted, label, text } from '../texts/text.js';
import { date } from '../ui/format.js';

type Clock = NonNullable<CoverageWarning['hours']>['localFrom'];

export const clockOf = ({ date: day, time, offset }: Clock): string => `${day.slice(5)} ${time} (${offset})`;

/** What is missed, in a line. */
export function nameOf({ hours, credential }: CoverageWarning): string {
  if (hours) return [hours.facility, hours.modalityFamily, hours.subspecialty].filter(Boolean).join(' ');
  if (credential) return `${label('credential', credential.kind)} ${credential.about}, ${credential.holder}`;
  return '';
}

/** When, and for how long. */
export function whenOf({ hours, credential }: CoverageWarning): string {
  if (credential) return text('warning.ends', { at: date(credential.expiresAt) });
  if (!hours) return '';
  const { hours: all, hoursWithNobody: nobody } = hours;
  const lasts = counted('warning.hours', all);
  const empty = nobody > 0 && nobody < all ? `, ${text('warning.nobodyIn', { n: nobody })}` : '';
  const until = hours.endUnknown ? text('warning.endUnknown') : clockOf(hours.localUntil);
  return text('warning.fromUntil', { from: clockOf(hours.localFrom), until, lasts: lasts + empty });
}

/** What of it is to be read. */
export function costOf({ hours, credential }: CoverageWarning): string {
  if (credential) {
    const { unreadablePerWeek, lastReaderPerWeek } = credential;
    const key = unreadablePerWeek > 0 ? 'warning.unreadable' : 'warning.lastReader';
    return text(key, { n: unreadablePerWeek > 0 ? unreadablePerWeek : lastReaderPerWeek });
  }
  if (!hours) return '';
  const expected = text('warning.expected', { n: hours.expectedStudies });
  return hours.queued > 0 ? `${text('warning.queued', { n: hours.queued })}, ${expected}` : expected;
}

/** Whom to turn to. */
export function menderOf({ credential, mending }: CoverageWarning): string {
  if (credential) return text(credential.kind === 'agreement' ? 'warning.renewAgreement' : 'warning.renew');
  if (mending === null) return text('none');
  const { blocker, groups, otherGroups } = mending;
  const own = groups.slice(0, 3).map(({ name, readers }) => text('warning.roster', { name, n: readers }));
  const more = groups.length > 3 || otherGroups ? [text('warning.otherGroups')] : [];
  if (own.length + more.length > 0) return [...own, ...more].join('; ');
  return blocker ? `${label('rule', blocker.code)}: ${blocker.fact}` : text('warning.nobodyCan');
}
