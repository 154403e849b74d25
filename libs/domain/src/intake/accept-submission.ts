import type { Change } from '../core/change.js';
import type { DomainEvent } from '../core/event.js';
import type { PatientId, StudyId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { asReady, settleImages, type StudyRows } from '../studies/images-arrived.js';
import type { Read } from '../studies/read.js';
import { morePressing } from '../studies/change-priority.js';
import { studyEvent } from '../studies/study-event.js';
import { studyState } from '../studies/study-state.js';
import type { Study } from '../studies/study.js';
import type { StudyMatch } from './match-study.js';
import type { NormalSubmission } from './submission.js';

/** The study a submission is, the first time it is heard of: expected, or ready at once when its images stay at their source. */
export function acceptSubmission(
  submission: NormalSubmission,
  ids: { id: StudyId; patientId: PatientId },
  now: Instant,
): Study {
  const { orders: _orders, patient: _patient, stated: _stated, ...told } = submission;
  const study: Study = {
    ...told,
    ...ids,
    priority: submission.requestedPriority,
    priorityBasis: null,
    subspecialty: null,
    seriesArrived: 0,
    instancesArrived: 0,
    lastImageAt: null,
    imagesCompleteAt: null,
    hold: null,
    pauses: [],
    linkedTo: null,
    mergedInto: null,
    handedBack: null,
    identityUnconfirmed: false,
    state: 'expected',
    receivedAt: now,
    readyAt: null,
    eta: null,
    version: 1,
  };
  if (!study.announced.atSource) return study;
  const ready = asReady(study, now);
  return { ...ready, state: studyState(ready, []) };
}

/** What the log says of a new study, once its reads are planned: received, and ready when it is. */
export function receivedEvents(study: Study, reads: readonly Read[]): DomainEvent[] {
  const received = studyEvent('study.received', study, reads, {
    facilityId: study.facilityId,
    modalityFamily: study.modalityFamily,
    requestedPriority: study.requestedPriority,
    priority: study.priority,
    protocol: study.protocol,
    patientClass: study.patientClass,
    state: study.state,
  });
  if (study.readyAt === null) return [received];
  const { seriesArrived, instancesArrived } = study;
  return [received, studyEvent('study.ready', study, reads, { seriesArrived, instancesArrived, by: null })];
}

/**
 * Applies what a later message changes, records by name what came too late, and makes the study ready when the message was
 * what it waited for. Names of fields only: the log holds no clinical text and no identity.
 */
export function updateStudy(
  { study, reads }: StudyRows,
  { changes, differences }: Pick<Extract<StudyMatch, { outcome: 'updated' }>, 'changes' | 'differences'>,
  now: Instant,
): Change<StudyRows, Study> {
  const asked = changes.priority !== undefined && morePressing(changes.priority, study.priority);
  const next: Study = {
    ...study,
    ...changes,
    // Somebody may have raised it since the message was compared.
    priority: asked ? (changes.priority ?? study.priority) : study.priority,
    priorityBasis: asked ? null : study.priorityBasis,
    version: study.version + 1,
  };
  const fields = (applied: boolean): string[] =>
    differences.filter((each) => each.applied === applied).map((each) => each.field);
  const events = [studyEvent('study.updated', next, reads, { changed: fields(true), recorded: fields(false) })];
  if (next.priority !== study.priority) {
    events.push(
      studyEvent('study.prioritized', next, reads, {
        from: study.priority,
        to: next.priority,
        requested: next.requestedPriority,
        protocol: next.protocol,
        source: 'submitter',
        by: null,
        reason: 'a later message of the submitter',
      }),
    );
  }
  const settled = settleImages({ study: next, reads }, now);
  const saved = settled.next?.study ?? next;
  return { next: { study: saved }, events: [...events, ...(settled.events ?? [])], result: saved };
}
