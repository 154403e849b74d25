import { DomainError } from '../../core/domain-error.js';
import type { Read } from '../read.js';
import type { Study } from '../study.js';

/** Who corrects: a person or a key, by name. */
export interface Corrector {
  id: string;
  name: string;
}

/** Neither completed nor cancelled. */
export const isOpen = ({ state }: Read): boolean => state !== 'completed' && state !== 'cancelled';

/** Whether something was issued that a retraction has not undone. */
export const hasResults = ({ state }: Pick<Study, 'state'>): boolean => state === 'preliminary' || state === 'final';

/** Refuses a study that turned out to be another (conflict `study/merged`) or is read with another (`study/linked`). */
export function requireOwnPlan({ linkedTo, mergedInto }: Study): void {
  if (mergedInto !== null) {
    const facts = { facts: { studyId: mergedInto } };
    throw new DomainError('conflict', 'study/merged', 'This study turned out to be another: correct that one', facts);
  }
  if (linkedTo !== null) {
    const facts = { facts: { studyId: linkedTo } };
    throw new DomainError('conflict', 'study/linked', 'This study is read with another: correct that one', facts);
  }
}

/** Refuses a study whose result is out (conflict `study/has-results`): a result is only undone by retraction. */
export function requireNoResults(study: Study): void {
  if (!hasResults(study)) return;
  const message = `A ${study.state} report is out: retract it first`;
  throw new DomainError('conflict', 'study/has-results', message);
}
