import type { DutyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { closeDuty } from '../duties/act-on-duty.js';
import type { NotificationDuty } from '../duties/duty.js';
import { openDuty, type Opened } from '../duties/open-duty.js';
import { DEFAULT_TELLING_TIMES } from '../duties/telling-times.js';
import type { Report } from '../report.js';
import type { Retraction } from './retraction.js';

interface Person {
  name: string;
  contact: string | null;
  reportId: Report['id'];
}

export interface TellAgain {
  study: Study;
  reads: readonly Read[];
  /** Those of the study before. */
  duties: readonly NotificationDuty[];
  withdrawn: readonly Report[];
  retraction: Retraction;
  newId: () => DutyId;
}

/**
 * Everybody who was told of a withdrawn report must be told again, each by name: those told by voice, those who
 * acknowledged or were reached, and the clinician who asked. Where no name is known, whoever answers at the facility.
 */
export function tellAgain({ study, reads, duties, withdrawn, retraction, newId }: TellAgain, now: Instant): Opened[] {
  const [first] = withdrawn;
  if (first === undefined) return [];
  const people = distinct([
    ...withdrawn.flatMap(({ id, toldName }) =>
      toldName === null ? [] : [{ name: toldName, contact: null, reportId: id }],
    ),
    ...duties.flatMap((duty) => reachedBy(duty, withdrawn)),
    ...requesterOf(study, withdrawn),
  ]);
  const nobodyNamed: (Person | null)[] = [null];
  return (people.length === 0 ? nobodyNamed : people).map((person) => {
    const telling = {
      id: newId(),
      kind: 'retraction',
      source: retraction.kind,
      targetMinutes: DEFAULT_TELLING_TIMES.retraction[study.priority],
      readId: retraction.readId,
      formerReportId: person?.reportId ?? first.id,
      to: person === null ? null : { name: person.name, contact: person.contact },
      openedBy: retraction.retractedBy,
    } as const;
    return openDuty({ study, reads }, telling, now);
  });
}

/** What was owed about a withdrawn report is owed no more: its people are told of the withdrawal instead. */
export function closeMoot(
  { study, reads, duties, withdrawn }: Omit<TellAgain, 'newId' | 'retraction'>,
  now: Instant,
): Opened[] {
  const concerned = duties.filter((duty) => duty.closedAt === null && isAbout(duty, withdrawn));
  return concerned.flatMap((duty) => {
    const closing = { outcome: 'report-retracted', by: null, moot: true };
    const { result, events = [] } = closeDuty({ study, reads, duty }, closing, now);
    return events.map((event) => ({ duty: result, event }));
  });
}

const isAbout = (duty: NotificationDuty, withdrawn: readonly Report[]): boolean =>
  (duty.kind !== 'retraction' && withdrawn.some(({ id }) => id === (duty.reportId ?? duty.formerReportId))) ||
  isFoundOn(duty, withdrawn) !== undefined;

/** A critical finding told before its read was signed goes with what the read has given. */
function isFoundOn({ formerReportId, kind, readId, reportId }: NotificationDuty, withdrawn: readonly Report[]) {
  if (kind !== 'critical-result' || (reportId ?? formerReportId) !== null) return undefined;
  return withdrawn.find((report) => report.readId === readId && report.kind !== 'addendum');
}

function reachedBy(duty: NotificationDuty, withdrawn: readonly Report[]): Person[] {
  const named = withdrawn.find(({ id }) => id === duty.reportId || id === duty.formerReportId);
  const about = named ?? isFoundOn(duty, withdrawn);
  if (about === undefined || duty.owedTo !== 'clinician' || duty.kind === 'retraction') return [];
  const reached = duty.attempts.filter(({ outcome }) => outcome !== 'not-reached').map(({ person }) => person);
  const names = duty.acknowledgement === null ? reached : [...reached, duty.acknowledgement.name];
  return names.map((name) => ({ name, contact: name === duty.toName ? duty.toContact : null, reportId: about.id }));
}

/** Whoever asked for the study was sent what was written. */
function requesterOf({ requester }: Study, withdrawn: readonly Report[]): Person[] {
  const written = withdrawn.find(({ kind }) => kind !== 'verbal');
  if (requester?.name == null || written === undefined) return [];
  return [{ name: requester.name, contact: requester.phone, reportId: written.id }];
}

function distinct(people: readonly Person[]): Person[] {
  const byName = new Map<string, Person>();
  for (const person of people) {
    const key = person.name.trim().toLowerCase();
    const known = byName.get(key);
    byName.set(key, known === undefined ? person : { ...known, contact: known.contact ?? person.contact });
  }
  return [...byName.values()];
}
