/** What a parameter is counted in. */
export type ParameterUnit = 'weight' | 'minutes' | 'times' | 'readers' | 'index' | 'share' | 'count' | 'cost';

/** Where it counts. */
export type ParameterPart = 'order' | 'choice' | 'plan';

/** One number that an administrator may set. */
export interface ParameterField {
  /** Dotted: `dispatch.maximumWaitMinutes.stat`. */
  path: string;
  part: ParameterPart;
  unit: ParameterUnit;
  least: number;
  most: number;
  /** Whole numbers only. */
  whole: boolean;
  /** Is promised to patients or sites: can be set, and never switched off. */
  promise: boolean;
  /** What more of it does. */
  about: string;
}

type Bounds = readonly [least: number, most: number];
type Field = Omit<ParameterField, 'part'>;
type More = Partial<Pick<Field, 'whole' | 'promise'>>;

const field = (path: string, unit: ParameterUnit, [least, most]: Bounds, about: string): Field => ({
  path,
  unit,
  least,
  most,
  about,
  whole: false,
  promise: false,
});
const but = (fields: readonly Field[], more: More): Field[] => fields.map((each) => ({ ...each, ...more }));

/** The same for every key of a record, each with bounds of its own. */
const each = (path: string, unit: ParameterUnit, bounds: Readonly<Record<string, Bounds>>, about: string): Field[] =>
  Object.entries(bounds).map(([key, between]) => field(`${path}.${key}`, unit, between, about));

const all = (keys: readonly string[], between: Bounds) => Object.fromEntries(keys.map((key) => [key, between]));
const PRIORITIES = ['critical', 'stat', 'urgent', 'routine'];
const KIN = ['same-patient', 'same-exam'];

const ORDER_OF_WORK: readonly Field[] = [
  ...but(
    each('dispatch.weights', 'weight', all(PRIORITIES, [0.1, 100]), 'What a missed deadline costs; higher goes first.'),
    { promise: true },
  ),
  ...but(
    each(
      'dispatch.maximumWaitMinutes',
      'minutes',
      { critical: [5, 60], stat: [15, 240], urgent: [60, 1440], routine: [240, 4320] },
      'Past this wait a read goes before everything but critical work.',
    ),
    { promise: true },
  ),
  field('dispatch.slackScaleMinutes', 'minutes', [1, 240], 'How slowly spare time discounts a read; less is later.'),
  field('dispatch.slackReadingTimes', 'times', [0, 10], 'Reading times before the deadline at which spare time ends.'),
  field('dispatch.scarcityFactor', 'index', [0, 5], 'Pull forward of work that few readers on shift can do.'),
  field('dispatch.scarcityReaders', 'readers', [0, 100], 'From how many readers on the pull of scarce work fades.'),
  field(
    'dispatch.lateTerm',
    'index',
    [-10, 0],
    'Added once late: the lower, the more late work yields to what can be saved.',
  ),
  ...each('dispatch.batch.index', 'index', all(KIN, [0, 1]), 'Pull forward of what is like the read before it.'),
  field('dispatch.spread.index', 'index', [0, 5], 'Push back of further exams of a trauma patient: others read them.'),
  field('dispatch.fairShare.factor', 'index', [0, 2], 'How strongly a system far ahead of its share is put back.'),
  field('dispatch.fairShare.most', 'index', [0, 1], 'The most that its share puts a system back or forward.'),
];

const CHOICE_OF_READER: readonly Field[] = [
  field(
    'dispatch.scarceReaderCost',
    'minutes',
    [0, 120],
    'The most it costs to give a scarce reader what others can do.',
  ),
  ...each(
    'dispatch.tierCost',
    'minutes',
    all(['onshore', 'nearshore', 'offshore'], [0, 60]),
    'What a reader of this tier costs beyond their time.',
  ),
  field(
    'dispatch.continuityBonus',
    'minutes',
    [0, 30],
    'What it is worth that the reader read a prior of the patient.',
  ),
  field(
    'dispatch.balanceFactor',
    'share',
    [0, 1],
    'Share of the minutes a reader is ahead of their fellows that costs.',
  ),
  field('dispatch.breachMinutes', 'minutes', [0, 1000], 'Minutes of work that a certain breach of weight 1 is worth.'),
  ...each(
    'dispatch.keepMinutes',
    'minutes',
    { critical: [0, 10], stat: [0, 20], urgent: [0, 30], routine: [0, 60] },
    'From arrival, how long a read is kept for a busy reader who makes it surer; 0 keeps nothing.',
  ),
  ...each(
    'dispatch.batch.minutes',
    'minutes',
    all(KIN, [0, 15]),
    'What it is worth that the reader has just read alike.',
  ),
  field('dispatch.spread.minutes', 'minutes', [0, 60], 'What another exam of their own trauma patient costs a reader.'),
];

const ROLLING_PLAN: readonly Field[] = [
  ...but(
    [
      field('plan.slots', 'count', [1, 6], 'Reads planned ahead for each reader.'),
      field('plan.candidatesPerWork', 'count', [8, 256], 'Readers weighed for one read at most; more takes longer.'),
      field('plan.worksPerSlot', 'count', [1, 4], 'Reads weighed for each slot at most; more takes longer.'),
      field('plan.bidsPerWork', 'count', [10, 200], 'Bids before the plan settles for a wider gap.'),
    ],
    { whole: true },
  ),
  ...but([field('plan.breachCost', 'cost', [1, 1000], 'A missed deadline, times the weight.')], { promise: true }),
  field('plan.urgencyCost', 'cost', [0, 500], 'How much less spare time counts, times the weight.'),
  field('plan.urgencyMinutes', 'minutes', [10, 1440], 'How far ahead of the deadline that begins.'),
  field('plan.latenessCost', 'cost', [0, 10], 'Each minute of expected lateness, times the weight.'),
  field('plan.latenessCapMinutes', 'minutes', [30, 1440], 'Lateness beyond this costs no more.'),
  field('plan.readingCost', 'cost', [0.01, 10], 'Each expected minute of reading.'),
  field('plan.fairnessCost', 'cost', [0, 100], 'One of the share between health systems.'),
  field('plan.epsilon', 'cost', [0.05, 5], 'How fine the auction bids; finer takes longer.'),
];

const of = (part: ParameterPart, fields: readonly Field[]): ParameterField[] =>
  fields.map((each) => ({ ...each, part }));

/** Every parameter there is, in the order it is shown. */
export const PARAMETER_FIELDS: readonly ParameterField[] = [
  ...of('order', ORDER_OF_WORK),
  ...of('choice', CHOICE_OF_READER),
  ...of('plan', ROLLING_PLAN),
];
