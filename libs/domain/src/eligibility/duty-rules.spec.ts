import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import type { ReadingSession } from '../network/network.js';
import { sampleReader, sampleSession } from '../network/samples.fixture.js';
import { failedRules } from './failed-rules.js';
import type { FailedRule, ReaderFacts, ReadFacts, Stage } from './facts.js';
import { sampleContract, sampleQuestion, sampleReaderFacts, sampleReadFacts, sampleShift } from './samples.fixture.js';

const ask = (reader: Partial<ReaderFacts>, read: Partial<ReadFacts> = {}, stage: Stage = 'offer'): FailedRule[] =>
  failedRules(sampleQuestion({ read: sampleReadFacts(read), reader: sampleReaderFacts(reader), stage }));
const codes = (failed: FailedRule[]): string[] => failed.map((each) => each.code);
const at = (text: string): Date => new Date(text);

describe('session', () => {
  const signedOn = (changes: Partial<ReadingSession>): FailedRule[] => ask({ session: sampleSession(changes) });

  it.each([
    ['signed off 2026-11-22T06:30:00.000Z', { endedAt: at('2026-11-22T06:30:00Z') }],
    ['signed on until 2026-11-22T07:00:00.000Z', { until: at('2026-11-22T07:00:00Z') }],
    ['signed on only from 2026-11-22T08:00:00.000Z', { startedAt: at('2026-11-22T08:00:00Z') }],
    ["another reader's session", { readerId: asId<never>('reader-2') }],
  ])('says "%s"', (fact, changes) => {
    expect(signedOn(changes)).toEqual([{ code: 'session', fact }]);
  });

  it('is the one thing against a reader who has not signed on', () => {
    expect(ask({ session: null })).toEqual([{ code: 'session', fact: 'not signed on' }]);
  });

  it('is not enough for a group the reader left', () => {
    expect(ask({ reader: sampleReader({ readingGroupIds: [] }) })).toEqual([
      { code: 'session', fact: 'signed on for a group no longer theirs' },
    ]);
  });
});

describe('planning', () => {
  const rostered = (changes: Parameters<typeof sampleShift>[0] = {}): Partial<ReaderFacts> => ({
    session: null,
    shifts: [sampleShift(changes)],
  });

  it('takes a shift for a session, now or later within the horizon', () => {
    expect(ask(rostered(), {}, 'plan')).toEqual([]);
    expect(ask(rostered({ startsAt: at('2026-11-22T10:00:00Z') }), {}, 'plan')).toEqual([]);
    expect(ask(rostered(), {}, 'offer')).toEqual([{ code: 'session', fact: 'not signed on' }]);
  });

  it.each([
    ['a shift that ended', { endsAt: at('2026-11-22T07:00:00Z') }],
    ['a shift for other modalities', { modalityFamilies: ['MR' as const] }],
    ['a shift for other facilities', { facilityIds: [asId<never>('elsewhere')] }],
    ["another reader's shift", { readerId: asId<never>('reader-2') }],
  ])('does not count %s', (_, shift) => {
    expect(ask(rostered(shift), {}, 'plan')).toEqual([{ code: 'session', fact: 'neither signed on nor rostered' }]);
  });

  it('asks the contract for the hour at which the shift begins', () => {
    const hours = { zone: 'UTC', windows: [{ days: [], from: '10:00', to: '18:00' }] };
    const question = sampleQuestion({ stage: 'plan' });
    const relations = { ...question.relations, contracts: [sampleContract({ hours })] };
    const planned = (startsAt: string): string[] =>
      codes(failedRules({ ...question, relations, reader: sampleReaderFacts(rostered({ startsAt: at(startsAt) })) }));
    expect(planned('2026-11-22T10:00:00Z')).toEqual([]);
    expect(planned('2026-11-22T06:00:00Z')).toEqual(['contract']);
  });

  it('needs one group for which all rules hold, never parts of two', () => {
    const reader = sampleReader({ readingGroupIds: [asId('home-rads'), asId('other')] });
    const question = sampleQuestion({ stage: 'plan', reader: sampleReaderFacts({ ...rostered(), reader }) });
    const [contract] = question.relations.contracts;
    const relations = { ...question.relations, contracts: [{ ...contract!, readingGroupId: asId<never>('other') }] };
    const shifts = [sampleShift(), sampleShift({ readingGroupId: asId('other') })];
    const failed = codes(failedRules({ ...question, relations, reader: { ...question.reader, shifts } }));
    expect(failed).toEqual(['contract']);
  });
});

describe('capacity', () => {
  const held = (routineMinutes: number, urgentMinutes: number): Partial<ReaderFacts> => ({
    held: { routineMinutes, urgentMinutes },
  });

  it.each([
    ['routine under the cap', held(50, 4.5), 'routine' as const, []],
    ['routine over the cap', held(50, 5), 'routine' as const, ['capacity']],
    ['urgent over the routine cap', held(60, 0), 'urgent' as const, ['capacity']],
    ['stat over the routine cap', held(60, 0), 'stat' as const, []],
    ['critical over its own cap', held(60, 30), 'critical' as const, ['capacity']],
  ])('%s', (_, reader, priority, expected) => {
    expect(codes(ask(reader, { priority }))).toEqual(expected);
  });

  it('lets a read longer than the cap be held alone', () => {
    expect(ask(held(0, 0), { priority: 'routine', expectedMinutes: 500 })).toEqual([]);
    expect(codes(ask(held(1, 0), { priority: 'routine', expectedMinutes: 500 }))).toEqual(['capacity']);
  });
});

describe('fatigue', () => {
  it('ends at the hours and at the studies of a session', () => {
    expect(codes(ask({ session: sampleSession({ startedAt: at('2026-11-21T21:00:00Z') }) }))).toEqual(['fatigue']);
    expect(ask({ session: sampleSession({ startedAt: at('2026-11-21T21:00:01Z') }) })).toEqual([]);
    expect(codes(ask({ session: sampleSession({ completedReads: 50 }) }))).toEqual(['fatigue']);
    expect(ask({ session: sampleSession({ completedReads: 49 }) })).toEqual([]);
  });
});

describe('signing', () => {
  it('asks for neither session, capacity nor fatigue', () => {
    const tired: Partial<ReaderFacts> = {
      session: sampleSession({ endedAt: at('2026-11-22T06:00:00Z'), completedReads: 999 }),
      held: { routineMinutes: 900, urgentMinutes: 900 },
    };
    expect(ask(tired, {}, 'sign')).toEqual([]);
    expect(codes(ask(tired, {}, 'open'))).toEqual(['session', 'capacity', 'fatigue']);
  });
});
