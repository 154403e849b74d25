import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockState, grossMinutes, isQuarantined, netMinutes, slackMinutes } from './clock-state.js';
import { extendByPauses, type Pause, pausedMinutes } from './pause.js';
import { at, sampleClock } from './samples.fixture.js';

const pause = (from: number, until: number): Pause => ({ reason: 'missing-priors', from: at(from), until: at(until) });
const pauses = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 200 }), fc.integer({ min: 1, max: 60 })), { maxLength: 6 })
  .map((list) => list.map(([from, length]) => pause(from, from + length)));

describe('a clock', () => {
  it.each([
    ['runs before its due instant', {}, 30, [], 'running'],
    ['still runs at the due instant itself', {}, 60, [], 'running'],
    ['is late while open past its due instant', {}, 60.1, [], 'late'],
    ['is met when stopped at the due instant itself', { stoppedAt: at(60) }, 500, [], 'met'],
    ['is late for ever when stopped past it', { stoppedAt: at(61) }, 500, [], 'late'],
    ['is paused under a pause', {}, 30, [pause(20, 40)], 'paused'],
    ['is paused from the first instant of a pause', {}, 20, [pause(20, 40)], 'paused'],
    ['has resumed at the end of a pause', {}, 40, [pause(20, 40)], 'running'],
    ['is late under a pause that began when it was late already', {}, 70, [pause(61, 100)], 'late'],
  ] as const)('%s', (_, changes, minute, given, state) => {
    expect(clockState(sampleClock(changes), at(minute), given)).toBe(state);
  });

  it('counts overlapping pauses once', () => {
    expect(pausedMinutes([pause(10, 30), pause(20, 40), pause(15, 18)], at(0), at(60))).toBe(30);
    expect(extendByPauses(at(60), at(0), [pause(10, 30), pause(20, 40)])).toEqual(at(90));
  });

  it('counts a pause only where it covers the clock', () => {
    expect(netMinutes(sampleClock({ stoppedAt: at(30) }), at(99), [pause(-20, 5), pause(25, 60)])).toBe(20);
  });

  it('counts a pause inside the time that an earlier pause added', () => {
    expect(extendByPauses(at(60), at(0), [pause(10, 30), pause(70, 75)])).toEqual(at(85));
  });

  it('quarantines a result before its start and does not clip its minutes', () => {
    const clock = sampleClock({ stoppedAt: at(-5) });
    expect(isQuarantined(clock)).toBe(true);
    expect(grossMinutes(clock, at(10))).toBe(-5);
    expect(isQuarantined(sampleClock({ stoppedAt: at(0) }))).toBe(false);
  });

  it('is met exactly when its net minutes are within its target', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 0, max: 300 }), (given, stop) => {
        const dueAt = extendByPauses(at(60), at(0), given);
        const clock = sampleClock({ stoppedAt: at(stop), dueAt });
        const within = netMinutes(clock, at(stop), given) <= clock.targetMinutes;
        // A clock that was late once stays so, whatever pause follows.
        expect(clockState(clock, at(stop), given)).toBe(within ? 'met' : 'late');
      }),
    );
  });
});

describe('slack', () => {
  it('is what is left until the deadline, negative past it, unknown without one', () => {
    expect(slackMinutes(at(60), at(50))).toBe(10);
    expect(slackMinutes(at(60), at(61.5))).toBe(-1.5);
    expect(slackMinutes(null, at(0))).toBeNull();
  });
});
