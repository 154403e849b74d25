import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleRead } from '../../studies/samples.fixture.js';
import { at, sampleClock } from '../samples.fixture.js';
import { clockState, netMinutes } from '../clock-state.js';
import type { Pause } from '../pause.js';
import { endPause, pauseClocks } from './pause-clocks.js';

const pause = (from: number, until: number): Pause => ({ reason: 'missing-priors', from: at(from), until: at(until) });
const rows = (clock = sampleClock(), read = sampleRead({ dueAt: at(60) })) => ({ reads: [read], clocks: [clock] });

describe('a pause', () => {
  it('moves what is still to come: due, warning and the deadline of the read', () => {
    const { reads, clocks } = pauseClocks(rows(), pause(10, 40));
    expect(clocks[0]).toMatchObject({ dueAt: at(90), warnAt: at(75), targetMinutes: 60, version: 2 });
    expect(reads[0]).toMatchObject({ dueAt: at(90), version: 4 });
  });

  it('gives nothing to a deadline that was past, and leaves what has ended', () => {
    const late = pauseClocks(rows(), pause(61, 90));
    expect(late.clocks[0]?.dueAt).toEqual(at(60));
    for (const ended of [sampleClock({ stoppedAt: at(5) }), sampleClock({ voidedAt: at(5) })])
      expect(pauseClocks(rows(ended), pause(10, 40)).clocks[0]).toBe(ended);
    const done = sampleRead({ dueAt: at(60), state: 'cancelled' });
    expect(pauseClocks(rows(sampleClock(), done), pause(10, 40)).reads[0]).toBe(done);
  });

  it('that ends early gives back what it has not used', () => {
    const held = pause(10, 40);
    expect(endPause(pauseClocks(rows(), held), held, at(25)).clocks[0]).toMatchObject({
      dueAt: at(75),
      warnAt: at(60),
    });
    const atOnce = endPause(pauseClocks(rows(), held), held, at(10));
    expect([atOnce.clocks[0]?.dueAt, atOnce.reads[0]?.dueAt]).toEqual([at(60), at(60)]);
  });

  it('after pause, the clock is met exactly when its net minutes are within its target', () => {
    const lengths = fc.record({
      wait: fc.integer({ min: 0, max: 40 }),
      cap: fc.integer({ min: 1, max: 40 }),
      used: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.array(lengths, { maxLength: 5 }), fc.integer({ min: 0, max: 60 }), (list, rest) => {
        let [now, state] = [0, rows()];
        const pauses: Pause[] = [];
        for (const { wait, cap, used } of list) {
          const held = pause(now + wait, now + wait + cap);
          state = pauseClocks(state, held);
          now += wait + Math.min(used, cap);
          state = endPause(state, held, at(now));
          pauses.push({ ...held, until: at(now) });
        }
        const stop = at(now + rest);
        const [clock] = state.clocks.map((each) => ({ ...each, stoppedAt: stop }));
        if (clock === undefined) throw new Error('the clock is gone');
        const within = netMinutes(clock, stop, pauses) <= clock.targetMinutes;
        expect(clockState(clock, stop, pauses)).toBe(within ? 'met' : 'late');
      }),
    );
  });
});
