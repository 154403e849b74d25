import { DomainError } from '../../core/domain-error.js';
import type { StudyId } from '../../core/ids.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import type { StudyOrder } from '../study.js';

/** Studies that are corrected together, locked, with everything that is theirs. */
export interface CorrectionRows {
  studies: SlaRows['study'][];
  reads: SlaRows['reads'];
  clocks: SlaRows['clocks'];
  orders: StudyOrder[];
}

/** What a correction of several studies leaves to do. */
export interface Corrected {
  /** To be shown to whoever asked. */
  shown: StudyId;
  /** To be planned again. */
  planned: readonly StudyId[];
}

/** One of the studies with its own reads and clocks; not-found `study/not-found`. */
export function ofStudy({ studies, reads, clocks }: CorrectionRows, id: StudyId): SlaRows {
  const study = studies.find((each) => each.id === id);
  if (study === undefined) throw new DomainError('not-found', 'study/not-found', 'no such study');
  const own = <T extends { studyId: StudyId }>(list: readonly T[]) => list.filter(({ studyId }) => studyId === id);
  return { study, reads: own(reads), clocks: own(clocks) };
}

/** The rows with those of some studies in the place of their former selves. */
export function withRows(rows: CorrectionRows, changed: readonly SlaRows[]): CorrectionRows {
  const ids = new Set(changed.map(({ study }) => study.id));
  const others = <T extends { studyId: StudyId }>(list: readonly T[]) =>
    list.filter(({ studyId }) => !ids.has(studyId));
  return {
    studies: [...rows.studies.filter(({ id }) => !ids.has(id)), ...changed.map(({ study }) => study)],
    reads: [...others(rows.reads), ...changed.flatMap(({ reads }) => reads)],
    clocks: [...others(rows.clocks), ...changed.flatMap(({ clocks }) => clocks)],
    orders: rows.orders,
  };
}
