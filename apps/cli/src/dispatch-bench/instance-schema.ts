import { INSTANCE_FORMAT, PRIORITIES, TIERS, type DispatchInstance } from '@overread/domain';
import { z } from 'zod';

const name = z.string().min(1).max(100);
const names = z.array(name).max(5_000);
const minute = z.number().min(0).max(100_000);
const minutes = z.number().positive().max(100_000);
const weight = z.number().min(0).max(1_000_000);
const span = z.strictObject({ fromMinute: minute, toMinute: minute });
const reading = {
  weight: weight.describe('What breaching the deadline costs.'),
  expectedMinutes: minutes.describe('Of the average reader, as far as policies know.'),
  readingMinutes: minutes.describe('Of the average reader, in truth; hidden from policies.'),
};

const facility = z.strictObject({
  id: name,
  jurisdiction: name.describe('Where a reader needs a licence.'),
  tiers: z.array(z.enum(TIERS)).min(1).max(3).describe('Tiers in which its images may be read.'),
  groups: names.describe('Reading groups under contract; empty: all.'),
});

const reader = z.strictObject({
  id: name,
  group: name,
  tier: z.enum(TIERS),
  licences: names.describe('Jurisdictions.'),
  privileges: names.describe('Facilities.'),
  modalities: names,
  subspecialties: names,
  pace: minutes.describe('Reading time of this reader over that of the average one.'),
  paceByField: z.record(name, minutes).describe('On top of it by field; 1 unless given.'),
  costPerWorkUnit: weight,
  shifts: z.array(span).max(1_000),
  outages: z.array(span).max(1_000).describe('Cannot work: what is open goes back to the queue.'),
});

const study = z.strictObject({
  id: name,
  facility: name,
  modality: name,
  field: name.describe('What it is about, for the pace of readers.'),
  subspecialty: name.nullable().describe('What a reader must have.'),
  priority: z.enum(PRIORITIES),
  serviceClass: name.describe('Whose turnaround is told together.'),
  arrivesAtMinute: minute,
  dueAtMinute: minute,
  workUnits: weight,
  ...reading,
  secondRead: z
    .strictObject({ ...reading, dueInMinutes: minutes })
    .nullable()
    .describe('By another reader, queued when the first is done.'),
});

/** The shape of an instance file; `checkInstance` holds what its parts say of each other. */
export const instanceSchema: z.ZodType<DispatchInstance> = z
  .strictObject({
    format: z.literal(INSTANCE_FORMAT),
    name,
    measuredFromMinute: minute,
    measuredToMinute: minute,
    endsAtMinute: minute,
    readingTimeSigma: z.number().min(0.01).max(3).describe('Deviation of the logarithm of a reading time.'),
    facilities: z.array(facility).min(1).max(5_000),
    readers: z.array(reader).min(1).max(10_000),
    studies: z.array(study).min(1).max(500_000),
  })
  .describe(
    'A day of teleradiology to try a dispatch policy on. Instants are minutes since the start of the first day.',
  );

/** JSON Schema of an instance file, for who writes one. */
export const instanceJsonSchema = (): object => z.toJSONSchema(instanceSchema, { target: 'draft-2020-12' });
