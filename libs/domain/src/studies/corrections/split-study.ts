import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { studyEvent } from '../study-event.js';
import { studyState } from '../study-state.js';
import type { Study, StudyOrder } from '../study.js';
import { requireNoResults, requireOwnPlan } from './correction.js';
import { type Corrected, type CorrectionRows, ofStudy, withRows } from './correction-rows.js';

export const SPLIT_REASONS = ['linked-in-error', 'separate-examinations', 'separate-report-wanted', 'other'] as const;
export type SplitReason = (typeof SPLIT_REASONS)[number];

/**
 * Undoes a link: the study has its own plan and clocks again, its reading clock from now on. The one it was read with keeps
 * the competence it needed for both.
 *
 * @throws DomainError conflicts `split/not-linked`, `study/has-results` (the report that is out covers both: retract it)
 */
export function splitLink(
  rows: CorrectionRows,
  { id, reason }: { id: StudyId; reason: SplitReason },
  now: Instant,
): Change<CorrectionRows, Corrected> {
  const own = ofStudy(rows, id);
  const { linkedTo } = own.study;
  if (linkedTo === null) throw new DomainError('conflict', 'split/not-linked', 'The study is not read with another');
  const leader = ofStudy(rows, linkedTo);
  requireNoResults(leader.study);
  const readyAt = own.study.imagesCompleteAt === null ? null : now;
  const bare: Study = { ...own.study, linkedTo: null, readyAt, state: 'expected', version: own.study.version + 1 };
  const study = { ...bare, state: studyState(bare, own.reads) };
  const events = [
    studyEvent('study.split', study, [...own.reads, ...leader.reads], { from: linkedTo, reason }),
    studyEvent('study.split', leader.study, leader.reads, { split: id, reason }),
  ];
  return { next: withRows(rows, [{ ...own, study }]), events, result: { shown: id, planned: [id] } };
}

export interface OrderSplit {
  id: StudyId;
  /** Of the orders that are another study's. */
  accessionNumbers: readonly string[];
  reason: SplitReason;
  newId: StudyId;
}

/**
 * Orders of a study that are to be read on their own become a study of theirs, which waits for its images unless they
 * stay at their source. What has images keeps them.
 *
 * @throws DomainError invalid `split/orders` (not orders of the study, or all of them); conflicts `study/has-results`,
 * `study/closed`, `study/linked`, `study/merged`
 */
export function splitOrders(rows: CorrectionRows, split: OrderSplit, now: Instant): Change<CorrectionRows, Corrected> {
  const { id, accessionNumbers, reason, newId } = split;
  const own = ofStudy(rows, id);
  requireOwnPlan(own.study);
  requireNoResults(own.study);
  if (own.study.state === 'cancelled') throw new DomainError('conflict', 'study/closed', 'The study is cancelled');
  const mine = rows.orders.filter((order) => order.studyId === id);
  const moved = mine.filter(
    ({ accessionNumber }) => accessionNumber !== null && accessionNumbers.includes(accessionNumber),
  );
  const [first] = moved;
  const stays = mine.find((order) => !moved.includes(order));
  const known = accessionNumbers.every((number) => moved.some((order) => order.accessionNumber === number));
  if (first === undefined || stays === undefined || !known) {
    const message = 'Name some orders of this study, and not all of them';
    const errors = [{ path: 'accessionNumbers', code: 'split/orders', message }];
    throw new DomainError('invalid', 'split/orders', message, { errors });
  }
  const leaves = moved.some((order) => order.accessionNumber === own.study.accessionNumber);
  const rest: Study = {
    ...own.study,
    ...(leaves ? { accessionNumber: stays.accessionNumber, accessionIssuer: stays.issuer } : {}),
    version: own.study.version + 1,
  };
  const fresh = studyOfOrders(own.study, { order: first, id: newId }, now);
  const orders = rows.orders.map((order): StudyOrder => (moved.includes(order) ? { ...order, studyId: newId } : order));
  const next = { ...withRows(rows, [{ ...own, study: rest }]), orders };
  const events = [
    studyEvent('study.split', rest, own.reads, { split: newId, orders: moved.length, reason }),
    studyEvent('study.split', fresh, own.reads, { from: id, orders: moved.length, reason }),
  ];
  return {
    next: { ...next, studies: [...next.studies, fresh] },
    events,
    result: { shown: newId, planned: [id, newId] },
  };
}

function studyOfOrders(from: Study, { order, id }: { order: StudyOrder; id: StudyId }, now: Instant): Study {
  const ready = from.announced.atSource ? now : null;
  const bare: Study = {
    ...from,
    id,
    studyInstanceUid: null,
    accessionNumber: order.accessionNumber,
    accessionIssuer: order.issuer,
    procedureCode: order.procedureCode ?? from.procedureCode,
    announced: { ...from.announced, series: null, instances: null },
    seriesArrived: 0,
    instancesArrived: 0,
    lastImageAt: null,
    imagesCompleteAt: ready,
    readyAt: ready,
    hold: null,
    pauses: [],
    linkedTo: null,
    mergedInto: null,
    handedBack: null,
    state: 'expected',
    receivedAt: now,
    eta: null,
    version: 1,
  };
  return { ...bare, state: studyState(bare, []) };
}
