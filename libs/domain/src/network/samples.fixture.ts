import { asId } from '../core/ids.js';
import type { Facility, Reader, ReadingGroup, ReadingSession } from './network.js';

/** A hospital in Texas. */
export const sampleFacility = (changes: Partial<Facility> = {}): Facility => ({
  id: asId('mercy-east'),
  healthSystemId: asId('mercy'),
  code: 'mercy-east',
  name: 'Mercy East',
  kind: 'hospital',
  country: 'US',
  subdivision: 'US-TX',
  zone: 'America/Chicago',
  aeTitles: ['HOSPA'],
  hl7Ids: ['MERCYE'],
  issuer: 'MERCY',
  defaults: { priority: 'routine', patientClass: 'outpatient', payer: null, reportLanguage: 'en' },
  phone: null,
  callTree: [],
  standbyRoute: null,
  retiredAt: null,
  version: 1,
  ...changes,
});

export const sampleGroup = (changes: Partial<ReadingGroup> = {}): ReadingGroup => ({
  id: asId('home-rads'),
  name: 'Home Radiology',
  country: 'US',
  zone: 'America/Chicago',
  picksFreely: false,
  retiredAt: null,
  version: 1,
  ...changes,
});

/** A radiologist at home in Texas who reads CT, PET, MR and plain films in English. */
export const sampleReader = (changes: Partial<Reader> = {}): Reader => ({
  id: asId('reader-1'),
  name: 'Dr Reader',
  kind: 'radiologist',
  supervisorId: null,
  homePlace: { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' },
  readingGroupIds: [asId('home-rads')],
  competences: ['CT', 'PT', 'MR', 'CR'],
  subspecialties: ['neuro'],
  languages: ['en'],
  excludedFacilityIds: [],
  limits: { routineMinutes: 60, urgentMinutes: 90, sessionHours: 10, consecutiveStudies: 50 },
  retiredAt: null,
  version: 1,
  ...changes,
});

/** Signed on in Texas since 05:00Z, with no end said. */
export const sampleSession = (changes: Partial<ReadingSession> = {}): ReadingSession => ({
  id: asId('session-1'),
  readerId: asId('reader-1'),
  readingGroupId: asId('home-rads'),
  country: 'US',
  subdivision: 'US-TX',
  zone: 'America/Chicago',
  mode: 'push',
  startedAt: new Date('2026-11-22T05:00:00Z'),
  until: null,
  endedAt: null,
  completedReads: 0,
  version: 1,
  ...changes,
});
