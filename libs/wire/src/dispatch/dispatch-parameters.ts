import { z } from 'zod';
import { actor, id, instant, required } from '../common.js';

// Bounds are asked of all numbers together by the rule, whose errors name field and rule.
const number = z.number();
const perPriority = z.strictObject({ critical: number, stat: number, urgent: number, routine: number });
const perKin = z.strictObject({ 'same-patient': number, 'same-exam': number });

/** The order of work and the choice of reader. */
export const dispatchNumbers = z.strictObject({
  weights: perPriority,
  maximumWaitMinutes: perPriority,
  slackScaleMinutes: number,
  slackReadingTimes: number,
  scarcityFactor: number,
  scarcityReaders: number,
  lateTerm: number,
  scarceReaderCost: number,
  tierCost: z.strictObject({ onshore: number, nearshore: number, offshore: number }),
  continuityBonus: number,
  balanceFactor: number,
  breachMinutes: number,
  keepMinutes: perPriority,
  batch: z.strictObject({ index: perKin, minutes: perKin }),
  spread: z.strictObject({ index: number, minutes: number }),
  fairShare: z.strictObject({ factor: number, most: number }),
});

/** The rolling plan. */
const planNumbers = z.strictObject({
  slots: number,
  candidatesPerWork: number,
  worksPerSlot: number,
  breachCost: number,
  urgencyCost: number,
  urgencyMinutes: number,
  latenessCost: number,
  latenessCapMinutes: number,
  readingCost: number,
  fairnessCost: number,
  epsilon: number,
  bidsPerWork: number,
});

/** Every number of dispatch, in full. */
export const networkParameters = z
  .strictObject({ dispatch: dispatchNumbers, plan: planNumbers })
  .meta({ id: 'NetworkParameters' });

export const putParametersBody = z
  .strictObject({
    parameters: networkParameters,
    reason: required(2000),
    /** The what-if run they were tried in. */
    whatIfId: id.nullable().default(null),
  })
  .meta({ id: 'PutDispatchParameters' });

export const goBackBody = z
  .strictObject({
    /** A version of the history; 0 is the product's own. Left out: the one before. */
    to: z.number().int().min(0).nullable().default(null),
    reason: required(2000),
  })
  .meta({ id: 'GoBackToParameters' });

const parameterField = z.object({
  path: z.string(),
  part: z.enum(['order', 'choice', 'plan']),
  unit: z.enum(['weight', 'minutes', 'times', 'readers', 'index', 'share', 'count', 'cost']),
  least: number,
  most: number,
  whole: z.boolean(),
  /** Can be set, and never switched off. */
  promise: z.boolean(),
  about: z.string(),
  inForce: number,
  byDefault: number,
});

/** A version of the parameters: what it changed, who put it in force and why. */
export const parametersVersion = z
  .object({
    number: z.number().int(),
    parameters: networkParameters,
    differences: z.array(z.object({ path: z.string(), from: number, to: number })),
    reason: z.string(),
    by: actor,
    inForceAt: instant,
    whatIfId: id.nullable(),
    backTo: z.number().int().nullable(),
  })
  .meta({ id: 'DispatchParametersVersion' });
export type ParametersVersionBody = z.infer<typeof parametersVersion>;

export const dispatchParameters = z
  .object({
    /** In force; 0 while the product's own are. */
    version: z.number().int(),
    parameters: networkParameters,
    defaults: networkParameters,
    fields: z.array(parameterField),
    /** The latest first: the last ones; `historyNext` leads to those before, null when these are all. */
    history: z.array(parametersVersion),
    historyNext: z.string().nullable(),
  })
  .meta({ id: 'DispatchParameters' });

export type DispatchParameters = z.infer<typeof dispatchParameters>;
export type PutDispatchParameters = z.input<typeof putParametersBody>;
export type GoBackToParameters = z.input<typeof goBackBody>;
