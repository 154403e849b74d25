import type { Change, StudyReads } from '@overread/domain';
import { all, one } from '@overread/platform';
import { ReadEntity, StudyEntity, type ReadKey } from '../studies/index.js';

/** The rows of a study and its reads, locked: what every move of a read decides on. */
export const studyTargets = ({ healthSystemId, studyId }: Pick<ReadKey, 'healthSystemId' | 'studyId'>) => ({
  study: one(StudyEntity, { healthSystemId, id: studyId }),
  reads: all(ReadEntity, { studyId }),
});

/** A rule's change as the transaction takes it. */
export const decisionOf = <R>({ next, events, result }: Change<StudyReads, R>) => ({
  ...(next ? { next } : {}),
  ...(events ? { events } : {}),
  result,
});
