import type { ReaderId } from '../../core/ids.js';
import type { ModalityFamily } from '../../studies/study.js';
import { examTypeOf, publishedMinutes, traitsOf, type Exam } from './exam.js';
import type { Lognormal } from './lognormal.js';
import { PUBLISHED_SIGMA, readerInType, SPREAD, type Effect, type ReadingTimeModel } from './reading-time-model.js';

/**
 * How long this reader will take for this exam; without a reader, whoever it will be. Noise and what is not known yet
 * are one deviation. Before anything is learned its mean is the published minutes.
 */
export function expectedTime(model: ReadingTimeModel, readerId: ReaderId | null, exam: Exam): Lognormal {
  const { family } = exam;
  const examType = examTypeOf(exam);
  const effects = [
    model.types.get(examType) ?? model.families.get(family) ?? unknown(SPREAD.family + SPREAD.type),
    (readerId === null ? undefined : model.readers.get(readerId)) ?? unknown(SPREAD.reader),
    (readerId === null ? undefined : model.readersInTypes.get(readerInType(readerId, examType))) ??
      unknown(SPREAD.readerInType),
  ];
  const traits = traitsOf(exam).reduce((sum, value, index) => sum + value * (model.traits[index] ?? 0), 0);
  const sigma = model.sigma[family];
  return {
    mu: publishedMu(exam) + traits + effects.reduce((sum, { value }) => sum + value, 0),
    sigma: Math.sqrt(sigma * sigma + effects.reduce((sum, { variance }) => sum + variance, 0)),
  };
}

/**
 * Mean of the logarithm before anything is learned: such that the mean over readers, types and noise is the published one.
 */
export function publishedMu(exam: Pick<Exam, 'family' | 'region'>): number {
  const { family, type, reader, readerInType: familiarity } = SPREAD;
  const variance = PUBLISHED_SIGMA[exam.family] ** 2 + family + type + reader + familiarity;
  return Math.log(publishedMinutes(exam)) - variance / 2;
}

/** Whether anything was learned that bears on a family's times. */
export const knowsFamily = (model: ReadingTimeModel, family: ModalityFamily): boolean => model.families.has(family);

const unknown = (variance: number): Effect => ({ value: 0, variance });
