import { INSTANCE_FORMAT } from './instance/dispatch-instance.js';
import type { DispatchInstance, InstanceReader, InstanceStudy } from './instance/dispatch-instance.js';

/** A reader of everything at facility `F`, on shift for the whole day. */
export const sampleReader = (id: string, changes: Partial<InstanceReader> = {}): InstanceReader => ({
  id,
  group: 'home',
  tier: 'onshore',
  licences: ['J'],
  privileges: ['F'],
  modalities: ['CT'],
  subspecialties: [],
  pace: 1,
  paceByField: {},
  costPerWorkUnit: 30,
  shifts: [{ fromMinute: 0, toMinute: 1440 }],
  outages: [],
  ...changes,
});

/** A routine CT of facility `F`: ten minutes of reading, due an hour after it came. */
export const sampleWork = (
  id: string,
  arrivesAtMinute: number,
  changes: Partial<InstanceStudy> = {},
): InstanceStudy => ({
  id,
  facility: 'F',
  modality: 'CT',
  field: 'body',
  subspecialty: null,
  priority: 'routine',
  serviceClass: changes.priority ?? 'routine',
  arrivesAtMinute,
  dueAtMinute: arrivesAtMinute + 60,
  weight: 1,
  workUnits: 1,
  expectedMinutes: 10,
  readingMinutes: 10,
  secondRead: null,
  ...changes,
});

export const sampleDay = (readers: InstanceReader[], studies: InstanceStudy[]): DispatchInstance => ({
  format: INSTANCE_FORMAT,
  name: 'sample',
  measuredFromMinute: 0,
  measuredToMinute: 1440,
  endsAtMinute: 1440,
  readingTimeSigma: 0.5,
  facilities: [{ id: 'F', jurisdiction: 'J', tiers: ['onshore'], groups: [] }],
  readers,
  studies,
});
