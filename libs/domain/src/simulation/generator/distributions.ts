import type { Weighted } from '../../core/chance.js';
import type { Tier } from '../../network/network.js';
import type { Priority } from '../../studies/study.js';

/** Studies by hour of the day: a blend of published emergency, inpatient and outpatient profiles (5 : 3 : 2). */
const EMERGENCY = [28, 23, 20, 17, 15, 16, 20, 29, 42, 54, 62, 65, 64, 61, 59, 57, 56, 55, 56, 56, 50, 43, 37, 31];
const INPATIENT = [20, 16, 14, 16, 30, 55, 60, 58, 66, 70, 68, 62, 55, 56, 58, 56, 50, 42, 36, 30, 26, 22, 20, 18];
const OUTPATIENT = [0, 0, 0, 0, 0, 0, 0, 20, 90, 120, 125, 115, 85, 110, 120, 105, 70, 30, 10, 0, 0, 0, 0, 0];
const shareOf = (hours: readonly number[], hour: number): number =>
  (hours[hour] ?? 0) / hours.reduce((sum, each) => sum + each, 0);
export const HOURLY: readonly number[] = EMERGENCY.map(
  (_, hour) => 0.5 * shareOf(EMERGENCY, hour) + 0.3 * shareOf(INPATIENT, hour) + 0.2 * shareOf(OUTPATIENT, hour),
);

/** Arrivals vary beyond chance: AR(1) of the logarithm, with this deviation and correlation time. */
export const BURSTS = { deviation: 0.25, correlationMinutes: 60, stepMinutes: 10 };
/** Deviation of the logarithm by which staffing misses demand, by hour. */
export const STAFFING_MISMATCH = 0.25;

/** One of the classes that are sold: priority, minutes, and what a breach costs. */
export interface ServiceClass {
  name: string;
  priority: Priority;
  minutes: number;
  weight: number;
  /** Urgent ones are made by emergency work, with fewer scheduled modalities. */
  scheduled: boolean;
}
export const SERVICE_CLASSES: Weighted<ServiceClass> = [
  [{ name: 'critical', priority: 'critical', minutes: 20, weight: 20, scheduled: false }, 4],
  [{ name: 'stat', priority: 'stat', minutes: 30, weight: 10, scheduled: false }, 21],
  [{ name: 'urgent', priority: 'urgent', minutes: 60, weight: 4, scheduled: false }, 30],
  [{ name: 'routine-4h', priority: 'routine', minutes: 240, weight: 1, scheduled: true }, 25],
  [{ name: 'routine-12h', priority: 'routine', minutes: 720, weight: 1, scheduled: true }, 20],
];

export interface Modality {
  code: string;
  meanMinutes: number;
  workUnits: number;
  fields: Weighted<string>;
  /** Share of readers who are competent. */
  competence: number;
  /** Contracts of these tiers (0, 1, 2) ask for the subspecialty. */
  subspecialtyFromTier: number;
  secondReadShare: number;
}
const modality = (code: string, meanMinutes: number, workUnits: number, more: Partial<Modality>): Modality => ({
  code,
  meanMinutes,
  workUnits,
  fields: [['body', 1]],
  competence: 0.95,
  subspecialtyFromTier: 3,
  secondReadShare: 0.02,
  ...more,
});
const NUCLEAR: Weighted<string> = [['nuclear', 1]];

/** Mean minutes of an average reader and work units of 2026 by modality; shares are ours. */
export const MODALITIES: readonly Modality[] = [
  modality('XR', 2, 0.22, {
    fields: [
      ['chest', 6],
      ['musculoskeletal', 4],
    ],
    competence: 1,
  }),
  modality('US', 5, 0.7, {}),
  modality('CT', 9, 1.3, {
    fields: [
      ['neuro', 45],
      ['body', 35],
      ['chest', 20],
    ],
    subspecialtyFromTier: 2,
  }),
  modality('MR', 13, 1.8, {
    fields: [
      ['neuro', 5],
      ['musculoskeletal', 3],
      ['body', 2],
    ],
    competence: 0.85,
    subspecialtyFromTier: 1,
  }),
  modality('MG', 3, 0.74, { fields: [['breast', 1]], competence: 0.45, secondReadShare: 0.5 }),
  modality('NM', 7, 0.84, { fields: NUCLEAR, competence: 0.4 }),
  modality('PET', 13, 2.44, { fields: NUCLEAR, competence: 0.4, subspecialtyFromTier: 2 }),
];
/** Emergency work, and scheduled work, by modality, in the order above. */
export const MIX: Readonly<Record<'urgent' | 'scheduled', readonly number[]>> = {
  urgent: [44, 11, 39, 6, 0, 0, 0],
  scheduled: [38, 14, 18, 15, 8, 3, 4],
};

/** Deviation of the logarithm of reading times of one modality, and of the pace of readers. */
export const READING_SIGMA = 0.5;
export const PACE_SIGMA = 0.18;
/** Pace in one's own subspecialties, and outside. */
export const FAMILIAR = { own: 0.92, other: 1.12 };
export const SUBSPECIALTIES: Weighted<string> = [
  ['neuro', 5],
  ['body', 5],
  ['chest', 3],
  ['musculoskeletal', 4],
  ['breast', 2],
  ['nuclear', 2],
];

/** Readers by tier; licences (share of the jurisdictions, median), and what a work unit costs. */
export const TIER_MIX: readonly { tier: Tier; share: number; licences: number; cost: number }[] = [
  { tier: 'onshore', share: 0.6, licences: 0.34, cost: 38 },
  { tier: 'nearshore', share: 0.15, licences: 0.34, cost: 33 },
  { tier: 'offshore', share: 0.25, licences: 0.5, cost: 27 },
];
/** Where a facility's images may be read. */
export const RESIDENCY: Weighted<readonly Tier[]> = [
  [['onshore'], 45],
  [['onshore', 'nearshore'], 25],
  [['onshore', 'nearshore', 'offshore'], 30],
];
/** Contract tiers of facilities: which modalities ask for a subspecialist. */
export const CONTRACT_TIERS: Weighted<number> = [
  [0, 60],
  [1, 30],
  [2, 10],
];
export const SHIFT_HOURS: Weighted<number> = [
  [8, 70],
  [10, 30],
];
/** Hours of the night, and how much likelier than by day a reader of a tier works then. */
export const NIGHT = { from: 22, to: 7 };
export const NIGHT_LIKING: Readonly<Record<Tier, number>> = { onshore: 0.7, nearshore: 1, offshore: 2.5 };
/** A second read is due a day after the first, and takes a little less. */
export const SECOND_READ = { dueInMinutes: 1440, weight: 1, share: 0.8 };
/** Whatever the hour, at least so many on shift may read each kind of study: a network sells only what it can read. */
export const COVER = 1;
