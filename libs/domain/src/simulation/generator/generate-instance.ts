import { Chance } from '../../core/chance.js';
import { INSTANCE_FORMAT, type DispatchInstance } from '../instance/dispatch-instance.js';
import { READING_SIGMA } from './distributions.js';
import { grantCover } from './grant-cover.js';
import { makeFacilities, makeReaders } from './make-network.js';
import { makeOutage, makeShifts } from './make-shifts.js';
import { makeStudies } from './make-studies.js';
import { SCENARIOS, type ScenarioName, SIZES, type SizeName } from './scenario.js';

export interface InstanceRequest {
  scenario: ScenarioName;
  size: SizeName;
  seed: number;
}

const DAY = 1440;
/** Half a day after the measured one, so that its last routine work comes to its end. */
const ENDS_AT = 2.5 * DAY;
const OUTAGE = { from: DAY + 14 * 60, minutes: 120 };

/** TeleRad-Dispatch: a synthetic network and two and a half days of studies; the second day is measured. */
export function generateInstance({ scenario, size, seed }: InstanceRequest): DispatchInstance {
  const kind = SCENARIOS[scenario];
  // Scenarios of one seed share the chances of network and studies.
  const chance = new Chance(`teleradiology/${size}/${seed}`);
  const facilities = makeFacilities(SIZES[size], chance.fork('facilities'));
  const readers = makeReaders(SIZES[size], facilities, kind, chance.fork('readers'));
  makeShifts(readers, ENDS_AT, chance.fork('shifts'));
  grantCover(readers, facilities, chance.fork('cover'));
  if (kind.outageShare > 0) makeOutage(readers, { share: kind.outageShare, ...OUTAGE }, chance.fork('outage'));
  const studies = makeStudies(readers, facilities, { load: kind.load, endsAtMinute: ENDS_AT }, chance);
  return {
    format: INSTANCE_FORMAT,
    name: `${scenario}-${size}-${seed}`,
    measuredFromMinute: DAY,
    measuredToMinute: 2 * DAY,
    endsAtMinute: ENDS_AT,
    readingTimeSigma: READING_SIGMA,
    facilities: facilities.map(({ id, jurisdiction, tiers, groups }) => ({ id, jurisdiction, tiers, groups })),
    readers,
    studies,
  };
}
