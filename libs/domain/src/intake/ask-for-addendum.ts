import type { Change } from '../core/change.js';
import type { ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Report } from '../reading/report.js';
import { planExtraRead } from '../routing/plan-extra-read.js';
import type { Planning } from '../routing/plan-reads.js';
import type { PlannedRead } from '../routing/policy.js';
import { lastResortPlan } from '../routing/standard-plans.js';
import type { Read, StepOpening } from '../studies/read.js';
import type { StudyRows } from '../studies/images-arrived.js';
import { RETRACTED_FLAG } from '../studies/study-state.js';

/** How long an addendum waits for its author before whoever else may read it is asked; at once when they are not signed on. */
const FOR_AUTHOR_MINUTES = 15;

/**
 * Images that came after the final ask for an addendum: one read, offered to the author of the final alone and, once they
 * are off or have not taken it, to whoever the plan in force would ask for a final. While one is on its way, further images
 * ask for no other. What was promised was kept by the final: no clock of a service level runs on it, only a deadline.
 */
export function askForAddendum(
  rows: StudyRows,
  { reports, planning, newId }: { reports: readonly Report[]; planning: Planning; newId: () => ReadId },
  now: Instant,
): Change<StudyRows, { lines: string[] }> {
  const { study, reads } = rows;
  const final = reports.findLast(({ kind, flags }) => kind === 'final' && !flags.includes(RETRACTED_FLAG));
  const onItsWay = reads.some(
    ({ purpose, state }) => purpose === 'addendum' && state !== 'completed' && state !== 'cancelled',
  );
  if (study.state !== 'final' || final === undefined || onItsWay) return { result: { lines: [] } };
  const signed = reads.find(({ id }) => id === final.readId);
  const extra = planExtraRead(
    planning,
    {
      id: newId(),
      planned: plannedAs(planning),
      reads,
      first: [forAuthor(final, signed)],
      facts: { reason: 'late-images', reportId: final.id },
    },
    now,
  );
  return {
    next: {
      study: { ...study, version: study.version + 1 },
      reads: [...reads, extra.read],
    },
    events: extra.events,
    result: { lines: extra.lines },
  };
}

/** As the plan says for a final, but not before its author had their turn. */
function plannedAs({ decision }: Planning): PlannedRead {
  const plan: readonly PlannedRead[] = [...decision.reads, ...lastResortPlan().reads];
  const planned = plan.find(({ purpose, issues }) => purpose === 'primary' && issues === 'final');
  if (planned === undefined) throw new Error('the last resort plan has a final read');
  const opens = { ...CLOSED, afterMinutes: FOR_AUTHOR_MINUTES, whenNobodySignedOn: true };
  return {
    ...planned,
    purpose: 'addendum',
    independent: false,
    ladder: planned.ladder.map(({ pool }) => ({ pool, opens })),
  };
}

const forAuthor = (final: Report, read: Read | undefined) => ({
  pool: {
    tiers: [],
    readingGroupIds: read?.readingGroupId == null ? [] : [read.readingGroupId],
    readerId: final.authorId,
  },
  opens: { ...CLOSED, atOnce: true },
});

const CLOSED: StepOpening = {
  atOnce: false,
  afterMinutes: null,
  atShareOfDeadline: null,
  whenNobodySignedOn: false,
  afterReadOrdinal: null,
};
