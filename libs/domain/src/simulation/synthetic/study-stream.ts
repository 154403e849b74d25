import type { Chance, Weighted } from '../../core/chance.js';
import type { PatientClass, Priority } from '../../studies/study.js';
import { BURST_SHAPE, EXAMS, HOURLY, PAYERS, PRIORITY, STROKE_SHARE, volumeOf, WEEKDAY } from './published-traffic.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** No zone turns its hour within one. */
const SLOT_MS = HOUR_MS / 4;
const CLASSES: readonly PatientClass[] = ['emergency', 'inpatient', 'outpatient'];

/** Where studies come from: what the API says of a facility. */
export interface Site {
  code: string;
  kind: string;
  country: string;
  zone: string;
  issuer: string;
  payer: string | null;
}

/** What of a facility says which studies it sends. */
export const siteOf = ({
  code,
  kind,
  country,
  zone,
  issuer,
  defaults,
}: Omit<Site, 'payer'> & { defaults: Pick<Site, 'payer'> }): Site => ({
  code,
  kind,
  country,
  zone,
  issuer,
  payer: defaults.payer,
});

export interface Stream {
  chance: Chance;
  sites: readonly Site[];
  /** When the simulated day stands as the simulation begins. */
  startsAt: Date;
  minutes: number;
  /** Simulated minutes in a minute. */
  speed: number;
  /** Studies in a minute, whatever the hour; null for the profile's own. */
  rate: number | null;
  /** Times the published volumes, where the profile's own is followed; 1 unless given. */
  volume?: number;
  /** Begins every identity, so that the same seed can be run again on the same server. */
  run: string;
}

export interface StreamedStudy {
  /** After the beginning of the simulation. */
  atMs: number;
  submission: MadeSubmission;
}

/** A study as its hospital would send it: a `Submission`. */
export interface MadeSubmission {
  accessionNumber: string;
  facility: string;
  patient: {
    id: string;
    issuer: string;
    name: { family: string; given: string };
    birthDate: string;
    sex: 'F' | 'M';
  };
  modalities: string[];
  bodyPart: string;
  description: string;
  priority: Priority;
  protocol: string | null;
  patientClass: PatientClass;
  payer: string | null;
  clinicalIndication: string;
  images: 'at-source';
}

interface Source {
  site: Site;
  patientClass: PatientClass;
}

/** The studies of a simulation, in the order they come: the same for the same seed, start, sites and pace. */
export function* studyStream(stream: Stream): Generator<StreamedStudy> {
  const { chance, sites, startsAt, minutes, speed, rate, volume = 1, run } = stream;
  const [waits, mix] = [chance.fork('waits'), chance.fork('mix')];
  const sources = sites.flatMap((site) => CLASSES.map((patientClass): Source => ({ site, patientClass })));
  let drawn = { slot: Number.NaN, weighted: [] as Weighted<Source> };
  let atMs = 0;
  let number = 0;
  while (atMs < minutes * MINUTE_MS) {
    const simulated = startsAt.getTime() + atMs * speed;
    const slot = Math.floor(simulated / SLOT_MS);
    if (slot !== drawn.slot) drawn = { slot, weighted: weightsOf(sources, new Date(simulated), chance) };
    const { weighted } = drawn;
    const expected = weighted.reduce((sum, [, weight]) => sum + weight, 0);
    const perMs = expected === 0 ? 0 : rate === null ? (expected * volume * speed) / HOUR_MS : rate / MINUTE_MS;
    const hourEndsMs = atMs + Math.max((HOUR_MS - (simulated % HOUR_MS)) / speed, 1);
    const wait = perMs === 0 ? Infinity : waits.waitFor(perMs);
    if (atMs + wait >= hourEndsMs) {
      // Waits have no memory: at the turn of the hour the next one is drawn anew at the new hour's rate.
      atMs = hourEndsMs;
      continue;
    }
    atMs += wait;
    if (atMs >= minutes * MINUTE_MS) return;
    number += 1;
    yield { atMs, submission: submissionOf(mix, mix.pick(weighted), new Date(startsAt.getTime()), `${run}-${number}`) };
  }
}

/** Studies of an average weekday by the published volumes of these sites. */
export const publishedStudiesADay = (sites: readonly Pick<Site, 'kind'>[]): number =>
  sites.reduce((sum, { kind }) => sum + CLASSES.reduce((own, each) => own + volumeOf(kind)[each], 0), 0);

/** What each source is expected to send in an hour like this one. */
const weightsOf = (sources: readonly Source[], at: Date, chance: Chance): Weighted<Source> =>
  sources.map((source) => [source, perHour(source, at) * burst(chance, source, Math.floor(at.getTime() / HOUR_MS))]);

/** Arrivals are more uneven than chance alone makes them: each hour of a place has a factor of its own, of mean 1. */
const burst = (chance: Chance, { site, patientClass }: Source, hour: number): number =>
  chance.fork(`${site.code}/${patientClass}/${hour}`).gamma(BURST_SHAPE);

/** Studies expected in the hour that the facility's clock shows. */
export function perHour({ site, patientClass }: Source, at: Date): number {
  const { hour, weekday } = clockOf(site.zone, at);
  const hours = HOURLY[patientClass];
  const share = (hours[hour] ?? 0) / hours.reduce((sum, weight) => sum + weight, 0);
  return volumeOf(site.kind)[patientClass] * share * (WEEKDAY[patientClass][weekday] ?? 1);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function clockOf(zone: string, at: Date): { hour: number; weekday: number } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', hourCycle: 'h23', weekday: 'short' });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { hour: Number(parts.get('hour')), weekday: DAYS.indexOf(parts.get('weekday') ?? '') };
}

const FAMILY_NAMES = ['Ash', 'Birch', 'Cedar', 'Dale', 'Elder', 'Fern', 'Glen', 'Hazel', 'Linden', 'Moor', 'Rowan'];
const GIVEN_NAMES = ['Alex', 'Casey', 'Drew', 'Jamie', 'Jordan', 'Kim', 'Morgan', 'Robin', 'Sam', 'Taylor'];

function submissionOf(chance: Chance, { site, patientClass }: Source, today: Date, number: string): MadeSubmission {
  const exam = chance.pick(EXAMS[patientClass]);
  const stroke = patientClass === 'emergency' && exam.bodyPart === 'HEAD' && chance.happens(STROKE_SHARE);
  const payers = PAYERS[site.country];
  return {
    accessionNumber: number,
    facility: site.code,
    patient: patientOf(chance, site, today, number),
    modalities: exam.modalities,
    bodyPart: exam.bodyPart,
    description: exam.description,
    priority: stroke ? 'stat' : chance.pick(PRIORITY[patientClass]),
    protocol: stroke ? 'stroke' : null,
    patientClass,
    payer: payers ? chance.pick(payers) : site.payer,
    clinicalIndication: stroke ? 'sudden weakness, last known well 40 min' : chance.oneOf(exam.indications),
    images: 'at-source',
  };
}

/** Ages are assumed: a tenth are children. */
function patientOf(chance: Chance, site: Site, today: Date, number: string): MadeSubmission['patient'] {
  const age = chance.happens(0.1) ? chance.between(0, 15) : chance.between(16, 92);
  const born = new Date(Date.UTC(today.getUTCFullYear() - age - 1, chance.between(0, 11), chance.between(1, 28)));
  return {
    id: `P-${number}`,
    issuer: site.issuer,
    name: { family: chance.oneOf(FAMILY_NAMES), given: chance.oneOf(GIVEN_NAMES) },
    birthDate: born.toISOString().slice(0, 10),
    sex: chance.oneOf(['F', 'M'] as const),
  };
}
