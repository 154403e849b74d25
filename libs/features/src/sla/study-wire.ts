import {
  clockState,
  etaOf,
  netMinutes,
  pausesOf,
  type Facility,
  type Instant,
  type Pause,
  type Read,
  type ReaderId,
  type ReadId,
  type SlaClock,
} from '@overread/domain';
import type { Read as WireRead, Study as WireStudy } from '@overread/wire';
import type { StudyBundle } from '../studies/index.js';

const text = (at: Instant | null): string | null => at?.toISOString() ?? null;

/** A read for the wire; `readerName` answers a reader's name, null when it must not be told (blinding). */
export function readToWire(read: Read, readerName: (id: ReaderId) => string | null): WireRead {
  const name = read.readerId === null ? null : readerName(read.readerId);
  return {
    id: read.id,
    studyId: read.studyId,
    purpose: read.purpose,
    issues: read.issues,
    independent: read.independent,
    state: read.state,
    tier: read.tier,
    readingGroupId: read.readingGroupId,
    reader: read.readerId !== null && name !== null ? { id: read.readerId, name } : null,
    offerExpiresAt: text(read.offerExpiresAt),
    dueAt: text(read.dueAt),
    ladderStep: read.ladderStep,
    startedAt: text(read.startedAt),
    completedAt: text(read.completedAt),
    idleWarnedAt: text(read.idleWarnedAt ?? null),
    breakGlassId: read.breakGlassId,
    version: read.version,
  };
}

/** A clock for the wire; its state and net minutes are derived at `now`. */
export const clockToWire = (
  clock: SlaClock,
  now: Instant,
  pauses: readonly Pause[] = [],
): WireStudy['clocks'][number] => ({
  id: clock.id,
  name: clock.name,
  readId: clock.readId,
  startedAt: clock.startedAt.toISOString(),
  dueAt: clock.dueAt.toISOString(),
  targetMinutes: clock.targetMinutes,
  stoppedAt: text(clock.stoppedAt),
  returnedAt: text(clock.returnedAt),
  netMinutes: netMinutes(clock, now, pauses),
  state: clockState(clock, now, pauses),
});

export interface StudyWireParts extends StudyBundle {
  facility: Facility;
  clocks: readonly SlaClock[];
  /** What the asker may see of the patient. */
  seen: WireStudy['patient'];
  readerName: (id: ReaderId) => string | null;
  /** When an open read is expected to end, where that is forecast. */
  expectedEnd: (id: ReadId) => Instant | null;
  now: Instant;
}

/** The Study of the public API. */
export function studyToWire(parts: StudyWireParts): WireStudy {
  const { study, reads, facility, clocks, seen, readerName, expectedEnd, now } = parts;
  const pauses = pausesOf(study);
  const eta = study.state === 'final' || study.state === 'cancelled' ? null : etaOf(reads, now, expectedEnd);
  return {
    ...descriptionOf(study),
    facility: facility.code,
    patient: seen,
    hold: study.hold,
    images: {
      series: study.announced.series,
      instances: study.announced.instances,
      seriesArrived: study.seriesArrived,
      instancesArrived: study.instancesArrived,
      atSource: study.announced.atSource,
      dicomWebRoot: study.announced.dicomWebRoot,
      completeAt: text(study.imagesCompleteAt),
      lastAt: text(study.lastImageAt),
    },
    acquiredAt: text(study.acquiredAt),
    receivedAt: study.receivedAt.toISOString(),
    readyAt: text(study.readyAt),
    eta: text(eta),
    reads: reads.map((read) => readToWire(read, readerName)),
    clocks: clocks.filter((clock) => clock.voidedAt === null).map((clock) => clockToWire(clock, now, pauses)),
  };
}

/** Why, and by which rule; not whom of the staff by id. */
function basisOf({ priorityBasis }: StudyBundle['study']): WireStudy['priorityBasis'] {
  if (priorityBasis === null) return null;
  const { by: _, ...told } = priorityBasis;
  return told;
}

/** The attributes that go out as they are. */
const descriptionOf = (study: StudyBundle['study']) => ({
  id: study.id,
  healthSystemId: study.healthSystemId,
  studyInstanceUid: study.studyInstanceUid,
  accessionNumber: study.accessionNumber,
  modalities: study.modalities,
  modalityFamily: study.modalityFamily,
  bodyPart: study.bodyPart,
  description: study.description,
  laterality: study.laterality,
  procedureCode: study.procedureCode,
  clinicalIndication: study.clinicalIndication,
  patientClass: study.patientClass,
  payer: study.payer,
  protocol: study.protocol,
  subspecialty: study.subspecialty,
  requestedPriority: study.requestedPriority,
  priority: study.priority,
  priorityBasis: basisOf(study),
  state: study.state,
  identityUnconfirmed: study.identityUnconfirmed,
  pauses: study.pauses,
  linkedTo: study.linkedTo,
  mergedInto: study.mergedInto,
  handedBack: study.handedBack && { ...study.handedBack, readAt: study.handedBack.readAt ?? null },
  priors: study.priors,
  requester: study.requester,
  reportLanguage: study.reportLanguage,
  version: study.version,
});
