import {
  isAccepted,
  overflowOffered,
  slackMinutes,
  type FacilityId,
  type Instant,
  type ReadId,
  type ReadingGroupId,
} from '@overread/domain';
import type { OverflowOffer } from '@overread/wire';
import type { OverflowRow } from './overflow.queries.js';

interface Answering {
  readingGroupId: ReadingGroupId;
  facilityCode: (id: FacilityId) => string;
  chanceOf: (readId: ReadId, dueAt: Instant | null, now: Instant) => number | null;
  truncated: boolean;
}

const MOST_READS = 100;
/** A read that will rather miss its deadline than meet it. */
const RISKY = 0.5;

/** What is on offer, in the order of work: counted, and the first of it read by read. Nothing of the patient. */
export function overflowOffer(rows: readonly OverflowRow[], asked: Answering): OverflowOffer {
  const reads = rows.flatMap((row) => readOf(row, asked));
  const offered = reads.filter(({ answer }) => answer === null);
  const kinds = Map.groupBy(offered, ({ modalityFamily, priority }) => `${modalityFamily} ${priority}`);
  const lists = rows.flatMap((row) =>
    overflowOffered(row, asked.readingGroupId).flatMap(({ pool }) => pool.overflow ?? []),
  );
  const shown = reads.filter(({ answer }) => answer?.answer !== 'declined');
  return {
    readingGroupId: asked.readingGroupId,
    offered: offered.length,
    accepted: reads.filter(({ answer }) => answer?.answer === 'accepted').length,
    declined: reads.filter(({ answer }) => answer?.answer === 'declined').length,
    byKind: [...kinds.values()].flatMap(([first, ...rest]) => {
      if (!first) return [];
      return [{ modalityFamily: first.modalityFamily, priority: first.priority, reads: rest.length + 1 }];
    }),
    below: lists.length === 0 ? null : Math.max(...lists.map(({ below }) => below)),
    shows: lists.length === 0 ? null : Math.max(...lists.map(({ shows }) => shows)),
    oldestQueuedAt: least(offered.map(({ queuedAt }) => queuedAt)),
    firstDueAt: least(offered.flatMap(({ dueAt }) => dueAt ?? [])),
    late: offered.filter((each) => (each.slackMinutes ?? 1) <= 0).length,
    atRisk: offered.filter((each) => (each.slackMinutes ?? 1) > 0 && (each.breachChance ?? 0) > RISKY).length,
    reads: shown.slice(0, MOST_READS),
    truncated: asked.truncated,
  };
}

function readOf(row: OverflowRow, { readingGroupId, facilityCode, chanceOf }: Answering): OverflowOffer['reads'] {
  const { id: readId, studyId, facilityId, modalityFamily, priority, queuedAt, dueAt, now } = row;
  const said = overflowOffered(row, readingGroupId).map((step) => {
    const answer = step.answers?.find((each) => each.readingGroupId === readingGroupId) ?? null;
    return answer?.answer === 'accepted' && !isAccepted(step, readingGroupId, now) ? null : answer;
  });
  const [first = null] = said;
  return [
    {
      readId,
      studyId,
      facility: facilityCode(facilityId),
      modalityFamily,
      priority,
      queuedAt: queuedAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      slackMinutes: slackMinutes(dueAt, now),
      breachChance: chanceOf(readId, dueAt, now),
      answer: first && { answer: first.answer, until: first.until, reason: first.reason },
    },
  ];
}

/** RFC 3339 instants of one form sort as text. */
const least = (instants: readonly string[]): string | null => instants.toSorted()[0] ?? null;
