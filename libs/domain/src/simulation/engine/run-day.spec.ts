import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_DISPATCH_PARAMS } from '../../dispatch/dispatch-params.js';
import { NONE, type PolicyMaker } from '../../dispatch/policies/dispatch-policy.js';
import { POLICY_NAMES, type PolicyName } from '../../dispatch/policies/policies.js';
import type { Priority } from '../../studies/study.js';
import { compileInstance } from '../instance/compile-instance.js';
import type { DispatchInstance } from '../instance/dispatch-instance.js';
import { runPolicy } from '../run-policy.js';
import { sampleDay, sampleReader, sampleWork } from '../samples.fixture.js';
import { runDay } from './run-day.js';

const run = (instance: DispatchInstance, policy: PolicyName = 'default') =>
  runPolicy({ day: compileInstance(instance), policy, seed: '1' });
const startsOf = (instance: DispatchInstance, policy?: PolicyName) => [...run(instance, policy).record.startedAt];

describe('a simulated day', () => {
  it('starts what comes at once while somebody is idle, and the rest when they are done', () => {
    const studies = [sampleWork('a', 5), sampleWork('b', 6)];
    expect(startsOf(sampleDay([sampleReader('r')], studies))).toEqual([5, 15]);
    expect(startsOf(sampleDay([sampleReader('r'), sampleReader('s')], studies))).toEqual([5, 6]);
  });

  it('reads at the pace of the reader, for the field', () => {
    const slow = sampleReader('r', { pace: 2, paceByField: { body: 1.5 } });
    expect(run(sampleDay([slow], [sampleWork('a', 0)])).record.doneAt[0]).toBe(30);
  });

  it('begins nothing outside a shift, and ends what was begun', () => {
    const reader = sampleReader('r', { shifts: [{ fromMinute: 10, toMinute: 15 }] });
    const { record } = run(sampleDay([reader], [sampleWork('a', 0), sampleWork('b', 1)]));
    expect([...record.startedAt]).toEqual([10, NaN]);
    expect(record.doneAt[0]).toBe(20);
  });

  it('gives back what is open when an outage begins, at its old age', () => {
    const out = sampleReader('r', { outages: [{ fromMinute: 4, toMinute: 100 }] });
    const { record } = run(
      sampleDay([out, sampleReader('s', { shifts: [{ fromMinute: 50, toMinute: 90 }] })], [sampleWork('a', 0)]),
    );
    expect([record.startedAt[0], record.doneAt[0], record.readBy[0], record.queuedAt[0]]).toEqual([50, 60, 1, 0]);
  });

  it('has a second read done by another reader, after the first', () => {
    const secondRead = { weight: 1, expectedMinutes: 5, readingMinutes: 5, dueInMinutes: 100 };
    const { record } = run(sampleDay([sampleReader('r'), sampleReader('s')], [sampleWork('a', 0, { secondRead })]));
    expect([...record.queuedAt]).toEqual([0, 10]);
    expect(new Set(record.readBy)).toEqual(new Set([0, 1]));
    const alone = run(sampleDay([sampleReader('r')], [sampleWork('a', 0, { secondRead })]));
    expect(alone.record.readBy[1]).toBe(-1);
  });

  it('is the same at every run, and asks no clock', () => {
    const instance = sampleDay([sampleReader('r')], [sampleWork('a', 5), sampleWork('b', 6, { priority: 'stat' })]);
    for (const policy of POLICY_NAMES) expect(run(instance, policy)).toEqual(run(instance, policy));
  });
});

describe('the witness', () => {
  /** A policy that gives everything to the last reader, whatever forbids it. */
  const careless: PolicyMaker = (board) => ({
    readFor: () => NONE,
    readerFor: () => board.readers.count - 1,
  });
  const rulesBroken = (instance: DispatchInstance) =>
    runDay({
      day: compileInstance(instance),
      maker: careless,
      settings: { params: DEFAULT_DISPATCH_PARAMS, seed: '1' },
    }).violations.map((each) => each.rule);

  it.each([
    ['licence', { licences: [] }],
    ['privilege', { privileges: [] }],
    ['residency', { tier: 'offshore' as const }],
    ['modality', { modalities: [] }],
    ['shift', { shifts: [] }],
  ])('sees a start against the %s', (rule, changes) => {
    expect(rulesBroken(sampleDay([sampleReader('r'), sampleReader('x', changes)], [sampleWork('a', 0)]))).toEqual([
      rule,
    ]);
  });

  it('sees a second thing opened, and a second read by the first reader', () => {
    expect(rulesBroken(sampleDay([sampleReader('r')], [sampleWork('a', 0), sampleWork('b', 1)]))).toEqual(['capacity']);
    const secondRead = { weight: 1, expectedMinutes: 5, readingMinutes: 5, dueInMinutes: 100 };
    expect(rulesBroken(sampleDay([sampleReader('r')], [sampleWork('a', 0, { secondRead })]))).toEqual(['independence']);
  });

  it('sees a subspecialty and a contract that are missing', () => {
    const wanted = sampleWork('a', 0, { subspecialty: 'neuro' });
    expect(rulesBroken(sampleDay([sampleReader('r')], [wanted]))).toEqual(['subspecialty']);
    const day = sampleDay([sampleReader('r')], [sampleWork('a', 0)]);
    day.facilities = [{ id: 'F', jurisdiction: 'J', tiers: ['onshore'], groups: ['other'] }];
    expect(rulesBroken(day)).toEqual(['contract']);
  });
});

describe('any day', () => {
  const some = fc.record({
    at: fc.integer({ min: 0, max: 900 }),
    minutes: fc.integer({ min: 1, max: 90 }),
    priority: fc.constantFrom<Priority>('critical', 'stat', 'urgent', 'routine'),
    twice: fc.boolean(),
    skilled: fc.boolean(),
  });
  const somebody = fc.record({
    from: fc.integer({ min: 0, max: 600 }),
    length: fc.integer({ min: 30, max: 800 }),
    skilled: fc.boolean(),
    out: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
  });
  const days = fc
    .tuple(fc.array(somebody, { minLength: 1, maxLength: 5 }), fc.array(some, { minLength: 1, maxLength: 40 }))
    .map(([readers, works]) =>
      sampleDay(
        readers.map(({ from, length, skilled, out }, index) =>
          sampleReader(`r${index}`, {
            shifts: [{ fromMinute: from, toMinute: from + length }],
            outages: out === undefined ? [] : [{ fromMinute: out, toMinute: out + 60 }],
            subspecialties: skilled ? ['neuro'] : [],
          }),
        ),
        works.map(({ at, minutes, priority, twice, skilled }, index) =>
          sampleWork(`w${index}`, at, {
            priority,
            readingMinutes: minutes,
            subspecialty: skilled ? 'neuro' : null,
            secondRead: twice ? { weight: 1, expectedMinutes: 5, readingMinutes: 7, dueInMinutes: 60 } : null,
          }),
        ),
      ),
    );

  it('breaks no hard rule under any policy, and reads one thing at a time', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...POLICY_NAMES), (instance, policy) => {
        const day = compileInstance(instance);
        const { record } = runPolicy({ day, policy, seed: '1' });
        expect(record.violations).toEqual([]);
        const byReader = Map.groupBy(
          Array.from(record.readBy.keys()).filter((read) => !Number.isNaN(record.startedAt[read])),
          (read) => record.readBy[read],
        );
        for (const reads of byReader.values()) {
          const sorted = reads.toSorted((a, b) => record.startedAt[a]! - record.startedAt[b]!);
          for (const [index, read] of sorted.entries()) {
            const before = sorted[index - 1];
            if (before !== undefined) expect(record.startedAt[read]).toBeGreaterThanOrEqual(record.doneAt[before]!);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
