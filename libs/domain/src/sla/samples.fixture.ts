import { asId } from '../core/ids.js';
import { type Instant, plusMinutes } from '../core/instant.js';
import type { ServiceLevel } from '../network/network.js';
import type { SlaClock } from './clock.js';

/** Case complete of the specs. */
export const START: Instant = new Date('2026-11-22T08:00:00Z');
/** The instant `minutes` after `START`. */
export const at = (minutes: number): Instant => plusMinutes(START, minutes);

/** A clock of `sampleRead` with 60 minutes from `START`, warning at 45. */
export const sampleClock = (changes: Partial<SlaClock> = {}): SlaClock => ({
  id: asId('clock-1'),
  healthSystemId: asId('mercy'),
  studyId: asId('study-1'),
  readId: asId('read-1'),
  serviceLevelId: asId('level-1'),
  name: 'Stat final',
  startedAt: START,
  targetMinutes: 60,
  dueAt: at(60),
  warnAt: at(45),
  stoppedAt: null,
  voidedAt: null,
  returnedAt: null,
  warnedAt: null,
  breachedAt: null,
  version: 1,
  ...changes,
});

/** A service level that matches everything with 60 minutes, warning at 75 %. */
export const sampleLevel = (changes: Partial<ServiceLevel> = {}): ServiceLevel => ({
  id: asId('level-1'),
  contractId: asId('contract-1'),
  name: 'Stat final',
  modalityFamilies: [],
  priorities: [],
  patientClasses: [],
  issues: [],
  targetMinutes: 60,
  warnShare: 0.75,
  retiredAt: null,
  ...changes,
});
