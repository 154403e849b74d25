import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { grossMinutes, netMinutes } from '../../sla/clock-state.js';
import { stopClock } from '../../sla/ledger/stop-clock.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import { pausedMinutes, pausesOf } from '../../sla/pause.js';
import { at, sampleClock } from '../../sla/samples.fixture.js';
import { PAUSE_REASONS } from '../hold.js';
import { sampleRead, sampleStep, sampleStudy } from '../samples.fixture.js';
import type { Read } from '../read.js';
import type { Study } from '../study.js';
import { HOLD_LIMITS, holdStudy, type Holding } from './hold-study.js';
import { pauseForPriority } from './pause-for-priority.js';
import { resumeAtCap, resumeStudy } from './resume-study.js';

const DESK = { id: 'desk', name: 'Desk of Mercy' };
const holding = (changes: Partial<Holding> = {}): Holding => ({
  reason: 'missing-priors',
  note: null,
  until: at(30),
  by: DESK,
  ...changes,
});
const rowsOf = (study: Partial<Study> = {}, read = sampleRead({ dueAt: at(60) })): SlaRows => ({
  study: sampleStudy({ priority: 'routine', state: 'ready', readyAt: at(0), ...study }),
  reads: [read],
  clocks: [sampleClock()],
});
const after = (rows: SlaRows, change: { next?: Partial<SlaRows> }): SlaRows => ({ ...rows, ...change.next });
const types = (change: { events?: readonly { type: string }[] }) => (change.events ?? []).map(({ type }) => type);

describe('a hold', () => {
  it('has a reason, an owner and an end, and moves clocks and deadlines by its length', () => {
    const change = holdStudy(rowsOf(), holding(), at(10));
    expect(change.next?.study).toMatchObject({
      hold: { reason: 'missing-priors', owner: 'Desk of Mercy', ownerId: 'desk', until: at(30).toISOString() },
      pauses: [{ from: at(10).toISOString(), until: at(30).toISOString() }],
      version: 2,
    });
    expect(change.next?.clocks?.[0]).toMatchObject({ dueAt: at(80), warnAt: at(65) });
    expect(change.next?.reads?.[0]?.dueAt).toEqual(at(80));
    expect(change.events).toMatchObject([{ type: 'study.held', data: { reason: 'missing-priors', ownerId: 'desk' } }]);
  });

  it.each(PAUSE_REASONS)('ends by itself after the default of %s, and never lasts beyond its limit', (reason) => {
    const { defaultMinutes, mostMinutes } = HOLD_LIMITS[reason];
    const { result } = holdStudy(rowsOf(), holding({ reason, until: null }), at(0));
    expect(result.until).toBe(at(defaultMinutes).toISOString());
    expect(holdStudy(rowsOf(), holding({ reason, until: at(mostMinutes) }), at(0)).result.reason).toBe(reason);
    for (const until of [at(mostMinutes + 1), at(0), at(-1)])
      expect(() => holdStudy(rowsOf(), holding({ reason, until }), at(0))).toThrow(
        expect.objectContaining({ kind: 'invalid', code: 'hold/until' }),
      );
  });

  it('takes offers and unopened work back, as old as before, and leaves whoever has opened it', () => {
    const ladder = [sampleStep('day', at(0).toISOString())];
    const held: Partial<Read> = { readerId: asId('ada'), readingGroupId: asId('day'), ladder };
    for (const state of ['assigned', 'in-progress'] as const) {
      const change = holdStudy(rowsOf({}, sampleRead({ ...held, state, dueAt: at(60) })), holding(), at(10));
      expect(change.next?.reads?.[0]).toMatchObject({ state: 'queued', readerId: null, declinedBy: [], dueAt: at(80) });
      expect(types(change)).toEqual(['study.held', 'read.released']);
      expect(change.events?.[1]?.readerIds).toEqual(['ada']);
    }
    const open = sampleRead({ ...held, state: 'in-progress', openedAt: at(5), dueAt: at(60) });
    const change = holdStudy(rowsOf({ state: 'reading' }, open), holding(), at(10));
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'in-progress', readerId: 'ada', openedAt: at(5) });
    expect(change.events).toMatchObject([{ type: 'study.held', readerIds: ['ada'] }]);
  });

  it.each(['critical', 'stat'] as const)('hides nothing %s: it stays where it is and its clocks run', (priority) => {
    const taken = sampleRead({ state: 'in-progress', readerId: asId('ada'), dueAt: at(60) });
    const change = holdStudy(rowsOf({ priority }, taken), holding(), at(10));
    expect(change.next?.study).toMatchObject({ pauses: [], hold: { owner: 'Desk of Mercy' } });
    expect(change.next?.reads?.[0]).toBe(taken);
    expect(change.next?.clocks?.[0]?.dueAt).toEqual(at(60));
  });

  it('takes the place of the one before: nothing is counted twice', () => {
    const first = after(rowsOf(), holdStudy(rowsOf(), holding(), at(10)));
    const second = holdStudy(first, holding({ reason: 'site-downtime', until: at(50) }), at(20));
    expect(second.next?.study?.pauses.map(({ from, until }) => [from, until])).toEqual([
      [at(10).toISOString(), at(20).toISOString()],
      [at(20).toISOString(), at(50).toISOString()],
    ]);
    expect(second.next?.clocks?.[0]?.dueAt).toEqual(at(100));
    expect(second.events?.[0]?.data).toMatchObject({ replaces: 'missing-priors' });
  });

  it.each<[Partial<Study>, string]>([
    [{ state: 'cancelled' }, 'study/closed'],
    [{ state: 'final' }, 'study/closed'],
    [{ linkedTo: asId('study-2') }, 'study/linked'],
    [{ mergedInto: asId('study-2') }, 'study/merged'],
  ])('is refused where there is nothing to hold: %j', (study, code) => {
    expect(() => holdStudy(rowsOf(study), holding(), at(10))).toThrow(expect.objectContaining({ code }));
  });
});

describe('the end of a hold', () => {
  const held = after(rowsOf(), holdStudy(rowsOf(), holding(), at(10)));

  it('by a person gives back what it did not use', () => {
    const change = resumeStudy(held, { by: 'desk' }, at(15));
    expect(change.next?.study).toMatchObject({ hold: null, pauses: [{ until: at(15).toISOString() }] });
    expect(change.next?.clocks?.[0]?.dueAt).toEqual(at(65));
    expect(change.events?.[0]?.data).toEqual({ reason: 'missing-priors', by: 'person', heldMinutes: 5 });
    expect(resumeStudy(after(held, change), { by: 'desk' }, at(16)).next).toBeUndefined();
  });

  it('comes at its cap and not before, however late the timer is, and counts to the cap', () => {
    expect(resumeAtCap(held, at(29)).next).toBeUndefined();
    const change = resumeAtCap(held, at(300));
    expect(change.next?.study).toMatchObject({ hold: null, pauses: [{ until: at(30).toISOString() }] });
    expect(change.next?.clocks?.[0]?.dueAt).toEqual(at(80));
    expect(change.events?.[0]?.data).toEqual({ reason: 'missing-priors', by: 'cap', heldMinutes: 20 });
    expect(resumeAtCap(after(held, change), at(301)).next).toBeUndefined();
  });

  it('is the end of its pause when the study becomes STAT; lowered again, it waits again', () => {
    const stat = { ...held, study: { ...held.study, priority: 'stat' as const } };
    const running = pauseForPriority(held.study, stat, at(20));
    expect(running.clocks[0]?.dueAt).toEqual(at(70));
    const lowered = { ...running, study: { ...running.study, priority: 'urgent' as const } };
    expect(pauseForPriority(stat.study, lowered, at(25)).clocks[0]?.dueAt).toEqual(at(75));
    expect(
      pauseForPriority(held.study, { ...held, study: { ...held.study, priority: 'urgent' } }, at(20)),
    ).toMatchObject({ clocks: [{ dueAt: at(80) }] });
  });
});

describe('any sequence of holds, resumptions and caps', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 40 }),
    act: fc.constantFrom('hold', 'resume', 'timer', 'raise', 'lower'),
    minutes: fc.integer({ min: 1, max: 60 }),
  });

  it('keeps net = gross - paused, counts no minute twice, and leaves no pause when nothing is held', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let [now, rows] = [0, rowsOf()];
        for (const { wait, act, minutes } of steps) {
          now += wait;
          const passed = after(rows, resumeAtCap(rows, at(now)));
          rows = passed;
          if (act === 'hold') rows = after(rows, holdStudy(rows, holding({ until: at(now + minutes) }), at(now)));
          if (act === 'resume') rows = after(rows, resumeStudy(rows, { by: 'desk' }, at(now)));
          if (act === 'raise' || act === 'lower') {
            const study = { ...rows.study, priority: act === 'raise' ? ('stat' as const) : ('routine' as const) };
            rows = pauseForPriority(rows.study, { ...rows, study }, at(now));
          }
        }
        const [pauses, end] = [pausesOf(rows.study), at(now + 1000)];
        const sum = pauses.reduce((total, { from, until }) => total + (until.getTime() - from.getTime()) / 60_000, 0);
        expect(pausedMinutes(pauses, at(0), end)).toBeCloseTo(sum, 6);
        const stopped = rows.clocks.map((clock) => stopClock(clock, end));
        for (const clock of stopped)
          expect(netMinutes(clock, end, pauses)).toBeCloseTo(grossMinutes(clock, end) - sum, 6);
        if (rows.study.hold === null) for (const { until } of pauses) expect(until <= at(now)).toBe(true);
        // A deadline that pauses had not yet passed has moved by exactly what was paused.
        if (now <= 60) expect(rows.clocks[0]?.dueAt).toEqual(at(60 + sum));
      }),
    );
  });
});
