import {
  compareInOrder,
  type ChoiceInputs,
  type OrderedInputs,
  type ReaderChoice,
  type ReaderId,
  type ReadId,
  type WaitingRead,
} from '@overread/domain';
import type { RankedWaiting, ReadersOrder } from '../taking/reader-order.js';

const KEPT_READS = 5;

/** The choice of a reader as its decision stands on it. */
export const choiceOfReader = ({ best, weighed, urgency }: ReaderChoice): ChoiceInputs => ({
  kind: 'reader',
  candidates: best.map(({ idleSince, ...same }) => ({ ...same, idleSince: idleSince.toISOString() })),
  weighed,
  ...(urgency ? { urgency } : {}),
});

/** The next read of an order, or, `own-choice`, one of the next few that its reader preferred. */
export type TakenBy = 'busy' | 'own-choice';

/** The choice of a read for a reader: the one they took, those that came after it, and how many were passed over. */
export function choiceOfRead(readerId: ReaderId, taken: ReadId, order: ReadersOrder, by: TakenBy): ChoiceInputs {
  const { first, barred, asked, asOf } = order;
  const own = first.findIndex(({ waiting }) => waiting.read.id === taken);
  const place = first[own]?.place ?? 0;
  const passedOver: Record<string, number> = own > 0 ? { [by]: own } : {};
  for (const { code } of barred.filter((each) => each.place < place)) passedOver[code] = (passedOver[code] ?? 0) + 1;
  // A plan may have put it before what the index puts first: that is passed over, and the choice stands on the rest.
  const after = first.slice(Math.max(0, own)).filter((each) => !goesBefore(each, first[own]));
  const plannedOver = first.length - Math.max(0, own) - after.length;
  if (plannedOver > 0) passedOver['planned'] = plannedOver;
  const reads = after.slice(0, KEPT_READS).flatMap(({ waiting }) => orderedInputs(asked.get(waiting.read.id)));
  // Whoever picks freely was shown no order.
  if (own < 0 || reads[0]?.id !== taken) return { kind: 'named', readerId };
  return { kind: 'read', readerId, asOf: asOf.toISOString(), reads, passedOver, weighed: asked.size };
}

const goesBefore = ({ rank }: RankedWaiting, taken: RankedWaiting | undefined): boolean => {
  if (!taken || rank.readId === taken.rank.readId) return false;
  const order = compareInOrder(rank, taken.rank);
  return order < 0 || (order === 0 && rank.readId < taken.rank.readId);
};

function orderedInputs(asked: WaitingRead | undefined): OrderedInputs[] {
  if (!asked) return [];
  const { read, study, ...own } = asked;
  const { id, purpose, expectedMinutes, pin, declinedBy, queuedAt, dueAt } = read;
  const at = { queuedAt: queuedAt.toISOString(), dueAt: dueAt?.toISOString() ?? null };
  return [
    { id, purpose, expectedMinutes, pin, declinedBy, ...at, studyId: study.id, priority: study.priority, asked: own },
  ];
}
