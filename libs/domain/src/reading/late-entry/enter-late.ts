import type { Change } from '../../core/change.js';
import type { DomainEvent, JsonObject } from '../../core/event.js';
import type { DutyId, LateEntryId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { etaOf } from '../../sla/eta-of.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import { type ReadingRows, readOf, withReads } from '../held-read.js';
import type { Report } from '../report.js';
import { signFinal } from '../signing/sign-final.js';
import { signPreliminary } from '../signing/sign-preliminary.js';
import type { Signed, Signing } from '../signing/signing.js';
import { LATE_ENTRY_FLAG, type LateEntry, type OutsideReading } from './late-entry.js';
import { takeOutside } from './take-outside.js';

export interface Entering extends Signing {
  entryId: LateEntryId;
  outside: OutsideReading;
  newDutyId: () => DutyId;
}

export type EnteredLate = Signed & { entry: LateEntry };

/**
 * Enters a reading that was made outside, by the reader who made it. It counts from its true time: the read is complete
 * since then, and what is owed because of its result runs since then. The signature is of now, and the report says both.
 * No integrity floor holds it: the reading was out of our sight, which the mark says.
 *
 * @throws DomainError what `takeOutside`, `signFinal` and `signPreliminary` throw
 */
export function enterLate(rows: ReadingRows, entering: Entering, now: Instant): Change<ReadingRows, EnteredLate> {
  const { author, outside, readId } = entering;
  const taken = takeOutside(rows, { readId, by: author.readerId, outside }, now);
  // A clock may be a moment ahead of ours.
  const readAt = outside.readAt > now ? now : outside.readAt;
  const held = { ...rows, reads: withReads(rows.reads, [taken]) };
  const change = taken.issues === 'final' ? signFinal(held, entering, readAt) : signPreliminary(held, entering, readAt);
  const { study = rows.study } = change.next ?? {};
  const read = unseen(change.result.read, outside);
  const reads = withReads(change.next?.reads ?? held.reads, [read]);
  const report = marked(change.result.report, { readAt, source: outside.source }, now);
  const times = { lateEntry: true, readAt: readAt.toISOString(), enteredAt: now.toISOString() };
  return {
    next: { study: expectedFrom(rows.study, study, etaOf(reads, now)), reads, reports: [...rows.reports, report] },
    events: [...began(rows, taken), ...(change.events ?? [])].map((event) =>
      told(event, report, { ...times, source: outside.source }),
    ),
    result: { ...change.result, read, report, entry: entryOf(entering, { report, readAt }, now) },
  };
}

/** What is still expected of the study is expected from now on, not from the true time. */
function expectedFrom(before: Study, study: Study, eta: Instant | null): Study {
  const same = study.state === before.state && eta?.getTime() === before.eta?.getTime();
  return same ? before : { ...study, eta, version: before.version + 1 };
}

/** Nothing was opened here, and how long it took is hearsay: no reading time is learned from it. */
const unseen = (read: Read, { startedAt }: OutsideReading): Read => ({ ...read, startedAt, openedAt: null });

const marked = (
  report: Report,
  { readAt, source }: Pick<OutsideReading, 'readAt' | 'source'>,
  now: Instant,
): Report => ({
  ...report,
  signedAt: now,
  flags: [...report.flags, LATE_ENTRY_FLAG],
  lateEntry: { readAt: readAt.toISOString(), source },
});

/** In the log, nobody completes a read that nobody has begun; whoever was offered it has it still on their list. */
function began({ reads, study }: ReadingRows, taken: Read): DomainEvent[] {
  const before = readOf(reads, taken.id);
  const facts = { readerId: taken.readerId, tier: taken.tier, lateEntry: true };
  return before.state === 'in-progress' ? [] : [studyEvent('read.started', study, [before], facts, taken)];
}

/** What tells of the report, and of the read that it completes, tells both times. */
function told(event: DomainEvent, { flags }: Report, times: JsonObject): DomainEvent {
  if (event.type === 'read.completed') return { ...event, data: { ...event.data, ...times } };
  if (event.type !== 'report.finalized' && event.type !== 'report.issued') return event;
  return { ...event, data: { ...event.data, flags, ...times } };
}

function entryOf(
  { author, entryId, outside }: Entering,
  { report, readAt }: { report: Report; readAt: Instant },
  now: Instant,
): LateEntry {
  const { evidence, place, readingGroupId, source, startedAt } = outside;
  const { healthSystemId, id: reportId, readId, studyId } = report;
  const ids = { healthSystemId, id: entryId, studyId, readId, reportId, readerId: author.readerId };
  return { ...ids, startedAt, readAt, source, evidence, place, readingGroupId, enteredAt: now };
}
