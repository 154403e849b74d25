import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { lowerPriority, raisePriority, retargetClocks } from './change-target.js';
import { at, sampleClock, sampleLevel } from '../samples.fixture.js';

describe('a raised priority', () => {
  it('restarts the target from now when that is sooner', () => {
    const raised = raisePriority(sampleClock(), 20, at(10));
    expect(raised).toMatchObject({ dueAt: at(30), warnAt: at(25), targetMinutes: 20, startedAt: at(0), version: 2 });
  });

  it('never moves a deadline later', () => {
    const clock = sampleClock();
    expect(raisePriority(clock, 20, at(50))).toBe(clock);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (target, minute) => {
        const raised = raisePriority(clock, target, at(minute));
        expect(raised.dueAt.getTime()).toBe(Math.min(clock.dueAt.getTime(), at(minute + target).getTime()));
        expect(raised.warnAt <= clock.warnAt && raised.warnAt <= raised.dueAt).toBe(true);
      }),
    );
  });
});

describe('a lowered priority', () => {
  it('gives the longer target from the start', () => {
    expect(lowerPriority(sampleClock(), 240, at(10))).toMatchObject({ dueAt: at(240), warnAt: at(180) });
  });

  it.each([
    ['a target that is past', sampleClock(), 61],
    ['a target known to be breached', sampleClock({ breachedAt: at(61), dueAt: at(80) }), 62],
    ['a stopped clock', sampleClock({ stoppedAt: at(20) }), 30],
  ])('leaves %s as it is', (_, clock, minute) => {
    expect(lowerPriority(clock, 240, at(minute))).toBe(clock);
  });

  it('never shortens a target', () => {
    const clock = sampleClock();
    expect(lowerPriority(clock, 30, at(10))).toBe(clock);
  });
});

describe('fitting the clocks to a new priority', () => {
  const rows = { study: sampleStudy({ priority: 'critical' }), reads: [sampleRead()], clocks: [sampleClock()] };
  const levels = [sampleLevel({ priorities: ['critical'], targetMinutes: 15 })];

  it('moves the clock and its read together', () => {
    const change = retargetClocks(rows, levels, 'raised', at(5));
    expect(change.next?.clocks?.[0]?.dueAt).toEqual(at(20));
    expect(change.next?.reads?.[0]).toMatchObject({ dueAt: at(20), version: 4 });
  });

  it('names the clock after the level its deadline is of, and only when that moves', () => {
    const pressing = [{ ...levels[0]!, id: asId<never>('level-2'), name: 'Critical final' }];
    const [clock] = retargetClocks(rows, pressing, 'raised', at(5)).next?.clocks ?? [];
    expect(clock).toMatchObject({ name: 'Critical final', serviceLevelId: 'level-2', targetMinutes: 15 });
    // Sooner than what the new level would give: the old promise stands.
    expect(retargetClocks(rows, pressing, 'raised', at(50))).toEqual({ result: undefined });
  });

  it('changes nothing without a level for the new priority', () => {
    expect(retargetClocks(rows, [], 'raised', at(5))).toEqual({ result: undefined });
  });
});
