import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import {
  sampleAgreement,
  sampleContract,
  sampleLicence,
  samplePrivilege,
  sampleReadFacts,
  sampleShift,
} from '../../eligibility/samples.fixture.js';
import { sampleReader, sampleSession } from '../../network/samples.fixture.js';
import { compareDays } from './compare-days.js';
import { simulateDay } from './simulate-day.js';
import { stintOfShift } from './stint-of-shift.js';
import { whatHappened } from './what-happened.js';
import type { WhatIfDay, WhatIfRead, WhatIfStint } from './what-if-day.js';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 22, 7, minutes));

const credentialed = (id: string, until = new Date('2027-01-01T00:00:00Z')): WhatIfStint['reader'] => ({
  reader: sampleReader({ id: asId(id) }),
  licences: [sampleLicence('US-TX', { readerId: asId(id), validUntil: until })],
  privileges: [samplePrivilege({ readerId: asId(id) })],
});
const stint = (id: string, changes: Partial<WhatIfStint['session']> = {}, until?: Date): WhatIfStint => ({
  reader: credentialed(id, until),
  session: sampleSession({
    id: asId(`session-${id}`),
    readerId: asId(id),
    startedAt: at(0),
    until: at(600),
    ...changes,
  }),
});
const read = (id: string, minute: number, changes: Partial<WhatIfRead> = {}): WhatIfRead => ({
  studyId: asId(`study-${id}`),
  facts: sampleReadFacts({ readId: asId(id), expectedMinutes: 10 }),
  queuedAt: at(minute),
  dueAt: at(minute + 60),
  workUnits: 1,
  afterReadId: null,
  openings: [],
  happened: null,
  ...changes,
});
const dayOf = (stints: WhatIfStint[], reads: WhatIfRead[], changes: Partial<WhatIfDay> = {}): WhatIfDay => ({
  from: at(0),
  to: at(600),
  endsAt: at(900),
  reads,
  stints,
  relations: { agreements: [sampleAgreement()], contracts: [sampleContract()] },
  rates: { onshore: 30, nearshore: 20, offshore: 10 },
  ...changes,
});
const readersOf = (day: WhatIfDay) => simulateDay(day).reads.map((each) => each.readerId);
const group = (id: string): WhatIfRead['openings'][number]['pool'] => ({
  tiers: [],
  readingGroupIds: [asId(id)],
  readerId: null,
});

describe('a day played again', () => {
  it('is read by those whom the hard rules allow, at their pace, and told in the figures of the rows', () => {
    const stranger = { ...stint('stranger'), reader: { ...credentialed('stranger'), licences: [] } };
    const outcome = simulateDay(
      dayOf([stranger, stint('a')], [read('x', 0), read('y', 1)], { paceOf: (id) => (id === 'a' ? 2 : 1) }),
    );
    expect(outcome.reads.map(({ readerId, completedAtMinute }) => [readerId, completedAtMinute])).toEqual([
      ['a', 20],
      ['a', 40],
    ]);
    expect(outcome.minutesByReader).toEqual({ a: 40 });
    expect(outcome).toMatchObject({ cost: 60, breaches: 0, tierMix: { onshore: 1 }, violationsByRule: {} });
    expect(outcome.byClass['stat']?.p95Minutes).toBe(39);
  });

  it('costs what its work units cost where each was read, told by tier', () => {
    const away = stint('away', { country: 'IN', subdivision: null, zone: 'Asia/Kolkata' });
    const reads = [read('x', 0, { workUnits: 2 }), read('y', 0, { workUnits: 3 })];
    const home = simulateDay(dayOf([stint('home')], reads));
    expect(home).toMatchObject({ cost: 150, costByTier: { onshore: { reads: 2, workUnits: 5, rate: 30, cost: 150 } } });
    const both = simulateDay(dayOf([stint('home'), away], reads));
    const { onshore, offshore } = both.costByTier;
    expect(both.cost).toBe((onshore?.cost ?? 0) + (offshore?.cost ?? 0));
    expect(simulateDay({ ...dayOf([stint('home')], reads), rates: {} }).cost).toBe(5);
  });

  it('takes of a read that was made up what was drawn for it', () => {
    const outcome = simulateDay(dayOf([stint('a')], [read('x', 0, { readingMinutes: 17 })]));
    expect(outcome.reads[0]?.completedAtMinute).toBe(17);
  });

  it('takes what a read took in truth, at the pace of who took it', () => {
    const happened: WhatIfRead['happened'] = { readerId: asId('slow'), startedAt: at(0), completedAt: at(30) };
    const day = dayOf([stint('quick')], [read('x', 0, { happened })], { paceOf: (id) => (id === 'slow' ? 3 : 1) });
    expect(simulateDay(day).reads[0]?.completedAtMinute).toBe(10);
  });

  it('uses no licence after its end, and one from when it begins', () => {
    const ends = stint('ends', {}, at(30));
    expect(readersOf(dayOf([ends], [read('x', 0), read('y', 40)]))).toEqual(['ends', null]);
    const begins = stint('begins');
    begins.reader.licences = [sampleLicence('US-TX', { readerId: asId('begins'), validFrom: at(95) })];
    const outcome = simulateDay(dayOf([begins], [read('x', 0)]));
    expect(outcome.reads[0]?.readerId).toBe('begins');
    expect(outcome.reads[0]?.completedAtMinute).toBeGreaterThanOrEqual(105);
    expect(outcome.violations).toBe(0);
  });

  it('opens pools when the ladder does', () => {
    const other = stint('other', { readingGroupId: asId('elsewhere') });
    other.reader = { ...other.reader, reader: { ...other.reader.reader, readingGroupIds: [asId('elsewhere')] } };
    const relations = {
      agreements: [sampleAgreement(), sampleAgreement({ readingGroupId: asId('elsewhere') })],
      contracts: [sampleContract(), sampleContract({ readingGroupId: asId('elsewhere') })],
    };
    const openings = [
      { afterMinutes: 0, pool: group('home-rads') },
      { afterMinutes: 15, pool: group('elsewhere') },
    ];
    const alone = simulateDay(dayOf([other], [read('x', 0, { openings })], { relations }));
    expect(alone.reads[0]).toMatchObject({ readerId: 'other', completedAtMinute: 25 });
    expect(readersOf(dayOf([other, stint('home')], [read('x', 0, { openings })], { relations }))).toEqual(['home']);
  });

  it('opens an overflow list to whoever has little of their own, and what can wait no longer to anybody', () => {
    const own = (id: string) => read(id, 0, { openings: [{ afterMinutes: 0, pool: group('home-rads') }] });
    const shared = (changes: Partial<WhatIfRead>) =>
      read('shared', 0, {
        dueAt: at(30),
        openings: [{ afterMinutes: 0, pool: { ...group('home-rads'), overflow: { below: 2, shows: 1 } } }],
        ...changes,
      });
    const order = (last: WhatIfRead) =>
      simulateDay(dayOf([stint('a')], [own('x'), own('y'), own('z'), last]))
        .reads.toSorted((a, b) => Number(a.completedAtMinute) - Number(b.completedAtMinute))
        .map(({ readId }) => readId);
    // The most urgent of all, but two of their own wait when the first is done.
    expect(order(shared({}))).toEqual(['x', 'y', 'shared', 'z']);
    expect(order(shared({ openings: [] }))).toEqual(['x', 'shared', 'y', 'z']);
    const critical = sampleReadFacts({ readId: asId('shared'), expectedMinutes: 10, priority: 'critical' });
    expect(order(shared({ facts: critical }))).toEqual(['x', 'shared', 'y', 'z']);
  });

  it('has a second read by another person, whatever session they are in', () => {
    const second = read('second', 10, {
      facts: sampleReadFacts({ readId: asId('second'), purpose: 'secondary', expectedMinutes: 5 }),
      afterReadId: asId('first'),
    });
    const day = dayOf([stint('a', { until: at(12) }), stint('a', { startedAt: at(12) })], [read('first', 0), second]);
    expect(readersOf(day)).toEqual(['a', null]);
    expect(new Set(readersOf({ ...day, stints: [...day.stints, stint('b')] }))).toEqual(new Set(['a', 'b']));
  });

  it('takes a rostered shift for a session', () => {
    const shift = sampleShift({ readerId: asId('a'), startsAt: at(20), endsAt: at(60) });
    const outcome = simulateDay(dayOf([stintOfShift(credentialed('a'), shift)], [read('x', 0), read('y', 70)]));
    expect(outcome.reads.map(({ completedAtMinute }) => completedAtMinute)).toEqual([30, null]);
  });

  it('owes nothing to a read without a deadline, and reads it', () => {
    const outcome = simulateDay(dayOf([stint('a')], [read('x', 0, { dueAt: null })]));
    expect(outcome).toMatchObject({ breaches: 0, unread: 0 });
  });
});

describe('what happened', () => {
  const happened = (reader: string, from: number, to: number): WhatIfRead['happened'] => ({
    readerId: asId(reader),
    startedAt: at(from),
    completedAt: at(to),
  });

  it('is measured as a simulated day is, and its violations are told by rule', () => {
    const day = dayOf(
      [stint('a', {}, at(50))],
      [
        read('x', 0, { happened: happened('a', 5, 15) }),
        read('late', 0, { happened: happened('a', 55, 65) }),
        read('ghost', 0, { happened: happened('nobody', 1, 2) }),
      ],
    );
    const outcome = whatHappened(day);
    expect(outcome.reads.map(({ readId, breached }) => [readId, breached])).toEqual([
      ['x', false],
      ['late', true],
      ['ghost', false],
    ]);
    expect(outcome).toMatchObject({ breaches: 1, violationsByRule: { licence: 1, shift: 1 } });
  });

  it('holds nobody late for a deadline that has not come', () => {
    const reads = [
      read('open', 0),
      read('late', 0, { dueAt: at(20) }),
      read('read', 0, { happened: happened('a', 5, 15) }),
    ];
    const day = dayOf([stint('a')], reads, { knownUntil: at(30) });
    const outcome = whatHappened(day);
    expect(outcome.reads.flatMap(({ readId, breached }) => (breached ? [readId] : []))).toEqual(['late']);
    expect(outcome).toMatchObject({ breaches: 1, unread: 2, maximumWaitMinutes: 30 });
    expect(whatHappened({ ...day, knownUntil: at(61) }).breaches).toBe(2);
  });

  it('stands beside what would have been: who has what now, what is saved and lost', () => {
    const reads = [read('x', 0, { happened: happened('a', 0, 50) }), read('y', 1, { happened: happened('a', 50, 90) })];
    const day = dayOf([stint('a')], reads);
    const more = { ...day, stints: [...day.stints, stint('b')] };
    const { changedHands, saved, lost, breaches } = compareDays(whatHappened(day), simulateDay(more));
    expect(changedHands).toHaveLength(1);
    expect(changedHands[0]).toMatchObject({ from: 'a', to: 'b' });
    expect({ saved, lost, breaches }).toEqual({ saved: ['y'], lost: [], breaches: -1 });
  });
});
