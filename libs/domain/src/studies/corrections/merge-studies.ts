import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { OrderId, StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { mostPressing, sharedPriority } from '../change-priority.js';
import { studyEvent } from '../study-event.js';
import { studyState } from '../study-state.js';
import type { Study, StudyOrder } from '../study.js';
import { endPlan } from './cancel-study.js';
import { requireOwnPlan } from './correction.js';
import { type Corrected, type CorrectionRows, ofStudy, withRows } from './correction-rows.js';
import { endHold } from './resume-study.js';

export const MERGE_REASONS = ['order-met-images', 'sent-twice', 'wrong-accession-number', 'other'] as const;
export type MergeReason = (typeof MERGE_REASONS)[number];

export interface Merging {
  id: StudyId;
  otherId: StudyId;
  reason: MergeReason;
  /** How many studies are read with either. */
  leads: number;
  newOrderId: OrderId;
}

/**
 * Two records of one study become one. The one with images survives, where neither has any the other one: the one that is
 * merged away gives its orders and what only it knows, ends its reads, stays findable and says what it turned out to be.
 * Merging what is merged so already changes nothing.
 *
 * @throws DomainError invalid `merge/itself`; conflicts `merge/two-sets-of-images` (link them), `merge/other-patient`,
 * `merge/has-results` (retract the one that would go), `study/closed`, `study/leads-others`, `study/linked`, `study/merged`
 */
export function mergeStudies(rows: CorrectionRows, merging: Merging, now: Instant): Change<CorrectionRows, Corrected> {
  const { id, otherId, reason } = merging;
  if (id === otherId) throw new DomainError('invalid', 'merge/itself', 'A study cannot be merged with itself');
  const [one, other] = [ofStudy(rows, id), ofStudy(rows, otherId)];
  for (const [gone, stays] of [
    [one.study, otherId],
    [other.study, id],
  ] as const)
    if (gone.mergedInto === stays) return { result: { shown: stays, planned: [] } };
  const [gone, survivor] = hasImages(one.study) ? [other, one] : [one, other];
  requireMergeable(gone.study, survivor.study, merging.leads);
  const ended = endPlan(endHold(gone, now), 'study-merged', now);
  const away: Study = {
    ...ended.study,
    mergedInto: survivor.study.id,
    state: 'cancelled',
    eta: null,
    version: gone.study.version + 1,
  };
  const orders = mergedOrders(rows.orders, away, survivor.study, merging.newOrderId);
  const whole = wholeOf(survivor.study, gone.study, now);
  const study = { ...whole, state: studyState(whole, survivor.reads) };
  const next = withRows({ ...rows, orders }, [
    { study: away, reads: ended.reads, clocks: ended.clocks },
    { ...survivor, study },
  ]);
  const events = [
    studyEvent('study.merged', away, [...gone.reads, ...survivor.reads], { into: study.id, reason }),
    ...ended.events,
    studyEvent('study.merged', study, survivor.reads, { merged: away.id, reason }),
  ];
  return { next, events, result: { shown: study.id, planned: [study.id] } };
}

const hasImages = ({ studyInstanceUid, instancesArrived }: Study): boolean =>
  studyInstanceUid !== null || instancesArrived > 0;

function requireMergeable(gone: Study, survivor: Study, leads: number): void {
  for (const study of [gone, survivor]) {
    requireOwnPlan(study);
    if (study.state === 'cancelled') throw new DomainError('conflict', 'study/closed', 'One of the two is cancelled');
  }
  if (leads > 0) throw new DomainError('conflict', 'study/leads-others', 'Others are read with them: split them first');
  if (gone.patientId !== survivor.patientId) {
    throw new DomainError('conflict', 'merge/other-patient', 'They are of two patients: correct the identity first');
  }
  if (hasImages(gone)) {
    const message = 'Both have images of their own: they are two studies, which may be linked';
    throw new DomainError('conflict', 'merge/two-sets-of-images', message);
  }
  if (gone.state !== 'expected' && gone.state !== 'ready' && gone.state !== 'reading' && gone.state !== 'receiving') {
    const message = `The one without images is ${gone.state}: retract what was reported on it`;
    throw new DomainError('conflict', 'merge/has-results', message);
  }
}

/** All orders are the survivor's; an accession number that was on no order becomes one, so that it is still found. */
function mergedOrders(orders: readonly StudyOrder[], gone: Study, survivor: Study, newId: OrderId): StudyOrder[] {
  const moved = orders.map((order) => (order.studyId === gone.id ? { ...order, studyId: survivor.id } : order));
  const { accessionNumber, accessionIssuer: issuer, healthSystemId, procedureCode } = gone;
  const known = moved.some((order) => order.accessionNumber === accessionNumber && order.issuer === issuer);
  if (accessionNumber === null || known || accessionNumber === survivor.accessionNumber) return moved;
  return [
    ...moved,
    {
      id: newId,
      healthSystemId,
      studyId: survivor.id,
      accessionNumber,
      issuer,
      placerOrderNumber: null,
      procedureCode,
    },
  ];
}

/** The survivor with what the order knew: an image header says neither why nor how soon. */
function wholeOf(survivor: Study, order: Study, now: Instant): Study {
  const ready = order.readyAt !== null && survivor.readyAt === null;
  return {
    ...survivor,
    accessionNumber: survivor.accessionNumber ?? order.accessionNumber,
    accessionIssuer: survivor.accessionNumber === null ? order.accessionIssuer : survivor.accessionIssuer,
    bodyPart: survivor.bodyPart ?? order.bodyPart,
    description: survivor.description ?? order.description,
    laterality: survivor.laterality ?? order.laterality,
    procedureCode: survivor.procedureCode ?? order.procedureCode,
    clinicalIndication: order.clinicalIndication ?? survivor.clinicalIndication,
    patientClass: order.patientClass,
    payer: order.payer ?? survivor.payer,
    protocol: survivor.protocol ?? order.protocol,
    requestedPriority: mostPressing(survivor.requestedPriority, order.requestedPriority),
    ...sharedPriority(survivor, order),
    requester: order.requester ?? survivor.requester,
    priors: survivor.priors.length > 0 ? survivor.priors : order.priors,
    reportLanguage: order.reportLanguage,
    acquiredAt: survivor.acquiredAt ?? order.acquiredAt,
    announced: {
      ...survivor.announced,
      series: survivor.announced.series ?? order.announced.series,
      instances: survivor.announced.instances ?? order.announced.instances,
    },
    ...(ready ? { readyAt: now, imagesCompleteAt: survivor.imagesCompleteAt ?? now } : {}),
    version: survivor.version + 1,
  };
}
