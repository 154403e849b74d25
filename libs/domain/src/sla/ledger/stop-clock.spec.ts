import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { at, sampleClock } from '../samples.fixture.js';
import { stopClock, stopClocks, voidClock } from './stop-clock.js';

const rows = (clock = sampleClock()) => ({
  study: sampleStudy(),
  reads: [sampleRead()],
  clocks: [clock, sampleClock({ id: asId('other'), readId: asId('read-2') })],
});
const read = asId<ReturnType<typeof sampleClock>['readId']>('read-1');

describe('stopping a clock', () => {
  it('stops or voids it once', () => {
    const stopped = stopClock(sampleClock(), at(10));
    expect(stopped).toMatchObject({ stoppedAt: at(10), version: 2 });
    expect(stopClock(stopped, at(20))).toBe(stopped);
    expect(voidClock(stopped, at(20))).toBe(stopped);
    const voided = voidClock(sampleClock(), at(10));
    expect(voided).toMatchObject({ voidedAt: at(10), stoppedAt: null, version: 2 });
    expect(stopClock(voided, at(20))).toBe(voided);
  });

  it('stops the clocks of the read with its result and leaves those of other reads', () => {
    const held = { reason: 'missing-images', note: null, owner: 'Site' } as const;
    const pauses = [{ ...held, from: at(5).toISOString(), until: at(15).toISOString() }];
    const given = { ...rows(), study: sampleStudy({ pauses }) };
    const change = stopClocks(given, read, at(40));
    expect(change.next?.clocks?.[0]?.stoppedAt).toEqual(at(40));
    expect(change.next?.clocks?.[1]).toBe(given.clocks[1]);
    expect(change.events).toHaveLength(1);
    expect(change.events?.[0]).toMatchObject({
      type: 'sla.stopped',
      data: { state: 'met', grossMinutes: 40, netMinutes: 30, quarantined: false },
    });
  });

  it('tells a breach that no timer noticed before the stop', () => {
    const change = stopClocks(rows(), read, at(70));
    expect(change.events?.map((event) => event.type)).toEqual(['sla.breached', 'sla.stopped']);
    expect(change.next?.clocks?.[0]?.breachedAt).toEqual(at(70));
  });

  it('does not tell a noticed breach again', () => {
    const change = stopClocks(rows(sampleClock({ breachedAt: at(61) })), read, at(70));
    expect(change.events?.map((event) => event.type)).toEqual(['sla.stopped']);
  });

  it('flags a result dated before the start', () => {
    const change = stopClocks(rows(), read, at(-3));
    expect(change.events?.[0]?.data).toMatchObject({ quarantined: true, grossMinutes: -3 });
  });

  it('changes nothing when the read has no open clock', () => {
    expect(stopClocks(rows(sampleClock({ stoppedAt: at(1) })), read, at(40))).toEqual({ result: [] });
  });
});
