import type { Tier } from '../network/network.js';
import type { StepOpening } from '../studies/read.js';
import type { Issues } from '../studies/study.js';
import type { PlannedRead, PolicyRule, ReadingPlan } from './policy.js';

/** An opening with only what is said. */
export const opening = (when: Partial<StepOpening>): StepOpening => ({
  atOnce: false,
  afterMinutes: null,
  atShareOfDeadline: null,
  whenNobodySignedOn: false,
  afterReadOrdinal: null,
  ...when,
});

/** A ladder step for every contracted group of these tiers; no tiers is all of them. */
export const tierStep = (tiers: Tier[], when: Partial<StepOpening>): PlannedRead['ladder'][number] => ({
  pool: { tiers, readingGroupIds: [], readerId: null },
  opens: opening(when),
});

const EVERYWHERE: Tier[] = ['onshore', 'nearshore', 'offshore'];

const primary = (
  issues: Issues,
  ladder: PlannedRead['ladder'],
  target: PlannedRead['target'],
  more: Partial<PlannedRead> = {},
): PlannedRead => ({ purpose: 'primary', issues, independent: false, billable: true, ladder, target, ...more });

/** One final, by onshore groups only. */
export const finalOnshore = (targetMinutes = 240): ReadingPlan => ({
  name: 'final-onshore',
  reads: [primary('final', [tierStep(['onshore'], { atOnce: true })], { minutes: targetMinutes })],
});

/** One final onshore; nearshore groups join when nobody onshore is signed on, after a time, or near the deadline. */
export const finalOnshoreNearshoreOverflow = ({
  targetMinutes = 240,
  overflowAfterMinutes = 45,
}: { targetMinutes?: number; overflowAfterMinutes?: number } = {}): ReadingPlan => ({
  name: 'final-onshore-nearshore-overflow',
  reads: [
    primary(
      'final',
      [
        tierStep(['onshore'], { atOnce: true }),
        tierStep(['nearshore'], {
          afterMinutes: overflowAfterMinutes,
          atShareOfDeadline: 0.5,
          whenNobodySignedOn: true,
        }),
      ],
      { minutes: targetMinutes },
    ),
  ],
});

/** One final by whoever is first, from everywhere the hard rules allow. */
export const finalAnywhere = (targetMinutes = 1440): ReadingPlan => ({
  name: 'final-anywhere',
  reads: [primary('final', [tierStep(EVERYWHERE, { atOnce: true })], { minutes: targetMinutes })],
});

/**
 * An unbilled preliminary now from offshore, from anywhere at half of its time, and an independent onshore final by morning. The final's ladder opens once
 * the preliminary is in; should it never come, at half of the time to the final's deadline.
 */
export const offshorePreliminaryOnshoreFinal = ({
  preliminaryMinutes = 60,
  finalBy = '07:00',
}: { preliminaryMinutes?: number; finalBy?: string } = {}): ReadingPlan => ({
  name: 'offshore-preliminary-onshore-final',
  reads: [
    primary(
      'preliminary',
      [tierStep(['offshore'], { atOnce: true }), tierStep(['nearshore', 'onshore'], { atShareOfDeadline: 0.5 })],
      { minutes: preliminaryMinutes },
      { billable: false },
    ),
    primary(
      'final',
      [tierStep(['onshore'], { afterReadOrdinal: 0, atShareOfDeadline: 0.5 })],
      { nextLocalTime: finalBy },
      { independent: true },
    ),
  ],
});

/** A plan with a blind second read of every study: once its final is in, at half of its time at the latest. */
export const withBlindSecond = (plan: ReadingPlan, dueDays = 7): ReadingPlan => {
  const ordinal = plan.reads.findLastIndex(({ issues }) => issues === 'final');
  return {
    name: `${plan.name}-blind-second`,
    reads: [
      ...plan.reads,
      {
        purpose: 'secondary',
        issues: 'opinion',
        independent: true,
        billable: false,
        ladder: [tierStep([], { afterReadOrdinal: ordinal, atShareOfDeadline: 0.5 })],
        target: { minutes: dueDays * 1440 },
      },
    ],
  };
};

/** A stroke activation: a final from onshore, from everywhere after five minutes or when nobody onshore is on. */
export const strokeFinal = (targetMinutes = 20): ReadingPlan => ({
  name: 'stroke-final',
  reads: [
    primary(
      'final',
      [tierStep(['onshore'], { atOnce: true }), tierStep(EVERYWHERE, { afterMinutes: 5, whenNobodySignedOn: true })],
      { minutes: targetMinutes },
    ),
  ],
});

/** Where no policy is in force: one final from everywhere, within a day. */
export const lastResortPlan = (): ReadingPlan => ({ ...finalAnywhere(), name: 'last-resort' });

/** CT or MR under a stroke protocol is critical and read by its own plan; a plain film of the same patient is not. */
export const strokeRule = (plan: string): PolicyRule => ({
  id: 'stroke',
  name: 'Stroke protocol',
  conditions: [
    { attribute: 'protocol', operator: 'equals', value: 'stroke' },
    { attribute: 'modalityFamily', operator: 'in', value: ['CT', 'MR'] },
  ],
  plan,
  sets: { priority: 'critical' },
});

/** Children are read by pediatric radiologists. */
export const pediatricRule = (): PolicyRule => ({
  id: 'pediatric',
  name: 'Children',
  conditions: [{ attribute: 'pediatric', operator: 'equals', value: true }],
  sets: { subspecialty: 'pediatric' },
});

/** PET is read by those with nuclear medicine. */
export const petRule = (): PolicyRule => ({
  id: 'pet-nuclear',
  name: 'PET to nuclear medicine',
  conditions: [{ attribute: 'modalityFamily', operator: 'equals', value: 'PET' }],
  sets: { subspecialty: 'nuclear' },
});

/** US Medicare at night, unless it can wait: the final must be read inside the US, so the offshore preliminary is unbilled. */
export const medicareNightRule = (plan: string): PolicyRule => ({
  id: 'medicare-night',
  name: 'Medicare at night',
  conditions: [
    { attribute: 'country', operator: 'equals', value: 'US' },
    { attribute: 'payer', operator: 'equals', value: 'medicare' },
    { attribute: 'night', operator: 'equals', value: true },
    { attribute: 'priority', operator: 'not-equals', value: 'routine' },
  ],
  plan,
});
