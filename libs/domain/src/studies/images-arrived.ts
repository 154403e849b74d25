import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { DomainEvent } from '../core/event.js';
import { minutesBetween, type Instant } from '../core/instant.js';
import { classifyStudy } from './classification/classify-study.js';
import { DEFAULT_COMPLETENESS, imagesComplete, type CompletenessProfiles } from './completeness.js';
import type { Read } from './read.js';
import { studyEvent } from './study-event.js';
import { studyState } from './study-state.js';
import type { Study } from './study.js';

/** A study and all of its reads, locked. */
export interface StudyRows {
  study: Study;
  reads: readonly Read[];
}

/** What is here of a study: totals, not differences, so that a repeated message changes nothing. */
export interface Arrival {
  series: number;
  instances: number;
  /** DICOM terms of everything that arrived. */
  modalities: readonly string[];
  imageTypes?: readonly string[];
  /** What the headers say, for what nobody said before. */
  header?: Partial<Pick<Study, 'studyInstanceUid' | 'bodyPart' | 'description' | 'laterality' | 'acquiredAt'>>;
}

export interface Arrived {
  becameReady: boolean;
}

/** An image after this long a silence is told again. */
const SILENCE_MINUTES = 5 / 60;

/**
 * Counts images, fills what only they know, and makes the study ready when they are all there. A series of a thousand
 * images is not a thousand events: told are the first image of a series, the first after a silence, and the last.
 */
export function imagesArrived(
  { study, reads }: StudyRows,
  arrival: Arrival,
  now: Instant,
  profiles: CompletenessProfiles = DEFAULT_COMPLETENESS,
): Change<StudyRows, Arrived> {
  if (arrival.instances <= study.instancesArrived && arrival.series <= study.seriesArrived) {
    return { result: { becameReady: false } };
  }
  const counted: Study = {
    ...study,
    ...filledFrom(study, arrival),
    seriesArrived: Math.max(study.seriesArrived, arrival.series),
    instancesArrived: Math.max(study.instancesArrived, arrival.instances),
    lastImageAt: now,
    version: study.version + 1,
  };
  const next = withState(imagesComplete(counted, now, profiles) ? asReady(counted, now) : counted, reads);
  const arrived = studyEvent('study.images-arrived', next, reads, {
    seriesArrived: next.seriesArrived,
    instancesArrived: next.instancesArrived,
    afterReady: study.readyAt !== null,
    asksForAddendum: study.state === 'final',
  });
  const ready = readyEvents(study, next, reads);
  const newSeries = next.seriesArrived > study.seriesArrived;
  const afterSilence = study.lastImageAt === null || minutesBetween(study.lastImageAt, now) >= SILENCE_MINUTES;
  const told = newSeries || afterSilence || ready.length > 0;
  return { next: { study: next }, events: [...(told ? [arrived] : []), ...ready], result: becameReady(study, next) };
}

/** Someone says that all images are here; saying so again changes nothing. `study/cancelled` is a conflict. */
export function completeImages({ study, reads }: StudyRows, by: string, now: Instant): Change<StudyRows, Arrived> {
  if (study.state === 'cancelled') throw new DomainError('conflict', 'study/cancelled', 'The study was cancelled');
  if (study.readyAt !== null) return { result: { becameReady: false } };
  const next = withState({ ...asReady(study, now), version: study.version + 1 }, reads);
  return { next: { study: next }, events: readyEvents(study, next, reads, by), result: becameReady(study, next) };
}

/** For a timer: makes a study ready whose images have been quiet for long enough (`quietEndsAt`). */
export function settleImages(
  { study, reads }: StudyRows,
  now: Instant,
  profiles: CompletenessProfiles = DEFAULT_COMPLETENESS,
): Change<StudyRows, Arrived> {
  const waits = study.readyAt === null && study.state !== 'cancelled';
  if (!waits || !imagesComplete(study, now, profiles)) return { result: { becameReady: false } };
  const next = withState({ ...asReady(study, now), version: study.version + 1 }, reads);
  return { next: { study: next }, events: readyEvents(study, next, reads), result: becameReady(study, next) };
}

/** The study with its images complete and itself ready, each at its first time; `state` still to follow. */
export const asReady = (study: Study, at: Instant): Study => ({
  ...study,
  imagesCompleteAt: study.imagesCompleteAt ?? at,
  readyAt: study.readyAt ?? at,
});

const withState = (study: Study, reads: readonly Read[]): Study => ({ ...study, state: studyState(study, reads) });

const becameReady = (before: Study, after: Study): Arrived => ({
  becameReady: before.readyAt === null && after.readyAt !== null,
});

function readyEvents(before: Study, after: Study, reads: readonly Read[], by: string | null = null): DomainEvent[] {
  if (!becameReady(before, after).becameReady) return [];
  const { seriesArrived, instancesArrived } = after;
  return [studyEvent('study.ready', after, reads, { seriesArrived, instancesArrived, by })];
}

function filledFrom(study: Study, { modalities, imageTypes, header }: Arrival): Partial<Study> {
  const seen = classifyStudy({ modalities: [...study.modalities, ...modalities], imageTypes: imageTypes ?? [] });
  const knownTomographic = study.modalityFamily === 'SPECT' && !study.planar;
  return {
    modalities: seen.modalities,
    modalityFamily: seen.modalityFamily,
    planar: seen.planar && !knownTomographic,
    studyInstanceUid: study.studyInstanceUid ?? header?.studyInstanceUid ?? null,
    bodyPart: study.bodyPart ?? header?.bodyPart ?? null,
    description: study.description ?? header?.description ?? null,
    laterality: study.laterality ?? header?.laterality ?? null,
    acquiredAt: study.acquiredAt ?? header?.acquiredAt ?? null,
  };
}
