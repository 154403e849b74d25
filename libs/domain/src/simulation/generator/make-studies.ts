import type { Chance } from '../../core/chance.js';
import type { InstanceReader, InstanceStudy } from '../instance/dispatch-instance.js';
import type { Modality } from './distributions.js';
import { BURSTS, HOURLY, MIX, MODALITIES, READING_SIGMA, SECOND_READ, SERVICE_CLASSES } from './distributions.js';
import { subspecialtyFor } from './grant-cover.js';
import type { MadeFacility } from './make-network.js';

const DAY = 1440;

/** Studies of all days: as many as make the wanted load of the readers' shifts, by the hours of the profile, in bursts. */
export function makeStudies(
  readers: readonly InstanceReader[],
  facilities: readonly MadeFacility[],
  { load, endsAtMinute }: { load: number; endsAtMinute: number },
  chance: Chance,
): InstanceStudy[] {
  const perDay = studiesADay(readers, load);
  const arrivals = chance.fork('arrivals');
  const content = chance.fork('content');
  const sent = facilities.map((facility) => [facility, facility.volume] as const);
  const draw = { modality: mixes(), pickFacility: () => content.pick(sent) };
  const studies: InstanceStudy[] = [];
  const step = BURSTS.stepMinutes;
  const memory = Math.exp(-step / BURSTS.correlationMinutes);
  let burst = arrivals.normal();
  for (let from = 0; from < endsAtMinute; from += step) {
    burst = memory * burst + Math.sqrt(1 - memory * memory) * arrivals.normal();
    const swell = Math.exp(BURSTS.deviation * burst - BURSTS.deviation ** 2 / 2);
    const mean = perDay * (HOURLY[Math.floor(from / 60) % 24] ?? 0) * (step / 60) * swell;
    const times = Array.from({ length: arrivals.poisson(mean) }, () => from + step * arrivals.next());
    for (const at of times.sort((a, b) => a - b)) {
      studies.push(makeStudy(`X${studies.length + 1}`, at, draw, content));
    }
  }
  return studies;
}

interface Draw {
  modality: Record<'urgent' | 'scheduled', (readonly [Modality, number])[]>;
  pickFacility: () => MadeFacility;
}

const mixes = (): Draw['modality'] => {
  const mix = (of: readonly number[]) => MODALITIES.map((each, index) => [each, of[index] ?? 0] as const);
  return { urgent: mix(MIX.urgent), scheduled: mix(MIX.scheduled) };
};

function makeStudy(id: string, at: number, { modality: mix, pickFacility }: Draw, chance: Chance): InstanceStudy {
  const facility = pickFacility();
  const served = chance.pick(SERVICE_CLASSES);
  const modality = chance.pick(served.scheduled ? mix.scheduled : mix.urgent);
  const field = chance.pick(modality.fields);
  const expectedMinutes = modality.meanMinutes;
  const seconds = expectedMinutes * SECOND_READ.share;
  // Drawn for every study, so that one scenario's draws stay in step with another's.
  const first = rounded(expectedMinutes * reading(chance));
  const second = rounded(seconds * reading(chance));
  const twice = chance.happens(modality.secondReadShare);
  return {
    id,
    facility: facility.id,
    modality: modality.code,
    field,
    subspecialty: subspecialtyFor(facility, modality, field),
    priority: served.priority,
    serviceClass: served.name,
    arrivesAtMinute: rounded(at),
    dueAtMinute: rounded(at + served.minutes),
    weight: served.weight,
    workUnits: modality.workUnits,
    expectedMinutes,
    readingMinutes: first,
    secondRead: twice
      ? {
          weight: SECOND_READ.weight,
          expectedMinutes: rounded(seconds),
          readingMinutes: second,
          dueInMinutes: SECOND_READ.dueInMinutes,
        }
      : null,
  };
}

/** Lognormal of mean 1. */
const reading = (chance: Chance): number => chance.lognormal(Math.exp(-(READING_SIGMA ** 2) / 2), READING_SIGMA);

const rounded = (minutes: number): number => Math.round(minutes * 1e4) / 1e4;

/** As many as make `load` of what the readers can do in a day. */
function studiesADay(readers: readonly InstanceReader[], load: number): number {
  const minutes = readers.reduce((sum, { shifts }) => sum + within(shifts, DAY, 2 * DAY), 0);
  const paces = readers.map(({ pace, paceByField }) => {
    const fields = Object.values(paceByField);
    return 1 / (pace * (fields.reduce((a, b) => a + b, 0) / Math.max(1, fields.length)));
  });
  const speed = paces.reduce((a, b) => a + b, 0) / Math.max(1, paces.length);
  return (load * minutes * speed) / meanStudyMinutes();
}

const within = (spans: InstanceReader['shifts'], from: number, to: number): number =>
  spans.reduce((sum, span) => sum + Math.max(0, Math.min(to, span.toMinute) - Math.max(from, span.fromMinute)), 0);

/** Of the average reader, second reads shared in. */
function meanStudyMinutes(): number {
  const minutesOf = (mix: readonly number[]): number =>
    MODALITIES.reduce((sum, { meanMinutes, secondReadShare }, index) => {
      return sum + ((mix[index] ?? 0) / 100) * meanMinutes * (1 + SECOND_READ.share * secondReadShare);
    }, 0);
  return SERVICE_CLASSES.reduce(
    (sum, [{ scheduled }, share]) => sum + (share / 100) * minutesOf(scheduled ? MIX.scheduled : MIX.urgent),
    0,
  );
}
