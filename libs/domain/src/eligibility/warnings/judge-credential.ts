import type { ReadingGroupId } from '../../core/ids.js';
import { minutesBetween, type Instant } from '../../core/instant.js';
import { same } from '../../core/same.js';
import {
  ended,
  type CoverageWarningId,
  type CredentialWarning,
  type EndingCredential,
  type Judged,
} from './coverage-warning.js';

/** Told when its end comes within so many days, and again within fewer. */
export const DAYS_AHEAD = [30, 7, 1] as const;

const DAY_MINUTES = 1440;

/** The smallest of `DAYS_AHEAD` that an instant falls within; the largest for what is further. */
export function withinDays(expiresAt: Instant, now: Instant): number {
  const days = minutesBetween(now, expiresAt) / DAY_MINUTES;
  return DAYS_AHEAD.findLast((each) => days <= each) ?? DAYS_AHEAD[0];
}

/** Whether somebody must act: studies will have nobody, or one reader alone. */
const matters = ({ unreadablePerWeek, lastReaderPerWeek }: EndingCredential): boolean =>
  unreadablePerWeek > 0 || lastReaderPerWeek > 0;

/**
 * What a look makes of one credential's warning. It is told once, and again only when it is worse than what was told: twice as
 * many studies will have nobody (or any, where one reader was to be left), it ends sooner, or its end has come within fewer
 * days. Renewed, or no longer missed, it is mended; once it has ended the warning has passed.
 *
 * @param seen the credential as it is found now; null when it does not end soon any more
 */
export function judgeCredential(
  open: CredentialWarning | null,
  seen: { state: EndingCredential; readingGroupIds: ReadingGroupId[] } | null,
  { now, newId }: { now: Instant; newId: () => CoverageWarningId },
): Judged<CredentialWarning> | null {
  if (seen === null || !matters(seen.state)) {
    return (
      open && ended(open, seen === null && Date.parse(open.state.expiresAt) <= now.getTime() ? 'passed' : 'mended', now)
    );
  }
  const { state, readingGroupIds } = seen;
  if (open === null) {
    const told = { subject: 'credential', kind: null, readingGroupIds, state, told: state, mending: null } as const;
    const since = { raisedAt: now, warnedAt: now, warnings: 1, acknowledgement: null, endedAt: null, ended: null };
    return { warning: { id: newId(), ...told, ...since, version: 1 }, tell: 'warned' };
  }
  const worse = isWorse(open.told, state);
  if (!worse && same([open.state, open.readingGroupIds], [state, readingGroupIds]))
    return { warning: open, tell: null };
  const again = worse
    ? { told: state, warnedAt: now, warnings: open.warnings + 1, acknowledgement: null }
    : { told: open.told };
  return {
    warning: { ...open, readingGroupIds, state, ...again, version: open.version + 1 },
    tell: worse ? 'worse' : null,
  };
}

function isWorse(told: EndingCredential, now: EndingCredential): boolean {
  return (
    now.expiresAt < told.expiresAt ||
    now.withinDays < told.withinDays ||
    (now.unreadablePerWeek > 0 && now.unreadablePerWeek >= 2 * told.unreadablePerWeek)
  );
}
