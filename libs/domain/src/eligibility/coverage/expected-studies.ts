import type { FacilityId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { HOURS_OF_WEEK, hourOfWeek, type WeeklyRates } from '../../dispatch/forecast/expected-arrivals.js';
import type { ModalityFamily } from '../../studies/study.js';
import type { CoverageKind } from './coverage-kind.js';

/** What came of a facility and family in each hour of the week, as the mean of the past weeks. */
export interface LearnedArrivals {
  facilityId: FacilityId;
  modalityFamily: ModalityFamily;
  rates: WeeklyRates;
}

/**
 * How many studies of a kind are expected in each hour: its share of what was learned of its facility and family, by how many
 * came of each of their kinds; the same in every hour where nothing was learned yet.
 */
export function expectedStudies(
  kinds: readonly CoverageKind[],
  learned: readonly LearnedArrivals[],
  hours: readonly Instant[],
): (kind: CoverageKind) => number[] {
  const known = new Map(learned.map((each) => [keyOf(each.facilityId, each.modalityFamily), each.rates]));
  const weekly = new Map<string, number>();
  for (const { read, studiesPerWeek } of kinds) {
    const key = keyOf(read.facility.id, read.modalityFamily);
    weekly.set(key, (weekly.get(key) ?? 0) + studiesPerWeek);
  }
  return ({ read, studiesPerWeek }) => {
    const key = keyOf(read.facility.id, read.modalityFamily);
    const rates = known.get(key);
    if (rates === undefined) return hours.map(() => studiesPerWeek / HOURS_OF_WEEK);
    const all = weekly.get(key) ?? 0;
    const share = all > 0 ? studiesPerWeek / all : 0;
    return hours.map((at) => share * (rates[hourOfWeek(at)] ?? 0));
  };
}

const keyOf = (facilityId: FacilityId, family: ModalityFamily): string => `${facilityId} ${family}`;
