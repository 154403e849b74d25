import type { FacilityId } from '../../core/ids.js';
import type { Priority } from '../../studies/study.js';
import { ROUTING_DIFFERENCES, type RoutingDifference } from '../versions/compare-outcomes.js';

/** What a shadow came to, as its end tells it. */
export interface ShadowSums {
  studies: number;
  same: number;
  different: number;
  errors: number;
}

/** Studies that are alike in all that is counted, as they were last routed. */
export interface ShadowCell {
  facilityId: FacilityId;
  modalityFamily: string;
  priority: Priority;
  differences: readonly RoutingDifference[];
  failed: boolean;
  dueShiftMinutes: number | null;
  /** A read whose first step nobody or only one could ever take. */
  thinBefore: boolean;
  thinAfter: boolean;
  studies: number;
}

export interface ShadowCount {
  studies: number;
  different: number;
  errors: number;
}

export interface ShadowFigures extends ShadowSums {
  /** The commonest first; a study may differ in several ways. */
  byDifference: { difference: RoutingDifference; studies: number }[];
  byFacility: (ShadowCount & { facilityId: FacilityId })[];
  byModalityFamily: (ShadowCount & { modalityFamily: string })[];
  byPriority: (ShadowCount & { priority: Priority })[];
  /** Minutes are the lower median of those that are due earlier, or later. */
  due: { earlier: number; later: number; medianEarlierMinutes: number | null; medianLaterMinutes: number | null };
  thinFirstStep: { before: number; after: number };
}

/** What a shadow came to; rows of a breakdown with the most differing studies first. */
export function shadowFigures(cells: readonly ShadowCell[]): ShadowFigures {
  const { studies, different, errors } = countOf(cells);
  const earlier = cells.filter(({ dueShiftMinutes }) => dueShiftMinutes !== null && dueShiftMinutes < 0);
  const later = cells.filter(({ dueShiftMinutes }) => dueShiftMinutes !== null && dueShiftMinutes > 0);
  return {
    studies,
    same: studies - different - errors,
    different,
    errors,
    byDifference: ROUTING_DIFFERENCES.map((difference) => ({
      difference,
      studies: sum(cells.filter(({ differences }) => differences.includes(difference))),
    }))
      .filter((row) => row.studies > 0)
      .toSorted((a, b) => b.studies - a.studies),
    byFacility: by(cells, 'facilityId'),
    byModalityFamily: by(cells, 'modalityFamily'),
    byPriority: by(cells, 'priority'),
    due: {
      earlier: sum(earlier),
      later: sum(later),
      medianEarlierMinutes: medianShift(earlier),
      medianLaterMinutes: medianShift(later),
    },
    thinFirstStep: {
      before: sum(cells.filter(({ thinBefore }) => thinBefore)),
      after: sum(cells.filter(({ thinAfter }) => thinAfter)),
    },
  };
}

const sum = (cells: readonly ShadowCell[]): number => cells.reduce((total, { studies }) => total + studies, 0);

const countOf = (cells: readonly ShadowCell[]): ShadowCount => ({
  studies: sum(cells),
  different: sum(cells.filter(({ failed, differences }) => !failed && differences.length > 0)),
  errors: sum(cells.filter(({ failed }) => failed)),
});

function by<Key extends 'facilityId' | 'modalityFamily' | 'priority'>(
  cells: readonly ShadowCell[],
  key: Key,
): (ShadowCount & Pick<ShadowCell, Key>)[] {
  const groups = Map.groupBy(cells, (cell) => cell[key]);
  return [...groups]
    .map(([value, group]) => ({ ...({ [key]: value } as Pick<ShadowCell, Key>), ...countOf(group) }))
    .toSorted((a, b) => b.different - a.different || b.studies - a.studies || (a[key] < b[key] ? -1 : 1));
}

/** Of minutes without their sign, the lowest that at least half of the studies do not exceed. */
function medianShift(cells: readonly ShadowCell[]): number | null {
  const half = sum(cells) / 2;
  const shifts = cells
    .map(({ dueShiftMinutes, studies }) => ({ minutes: Math.abs(dueShiftMinutes ?? 0), studies }))
    .toSorted((a, b) => a.minutes - b.minutes);
  let seen = 0;
  for (const { minutes, studies } of shifts) {
    seen += studies;
    if (seen >= half) return minutes;
  }
  return null;
}
