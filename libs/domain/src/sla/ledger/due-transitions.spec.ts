import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleRead, sampleStep, sampleStudy } from '../../studies/samples.fixture.js';
import { dueTransitions, passDue, type SlaStage } from './due-transitions.js';
import { at, sampleClock } from '../samples.fixture.js';
import { pauseClocks } from './pause-clocks.js';

describe('a clock that comes due', () => {
  it.each([
    ['says nothing before it warns', 44.9, []],
    ['warns at its warning instant', 45, ['warned']],
    ['does not breach at its due instant itself', 60, ['warned']],
    ['warns and breaches at once when nobody looked in time', 61, ['warned', 'breached']],
  ] as const)('%s', (_, minute, stages) => {
    expect(dueTransitions(sampleClock(), at(minute)).stages).toEqual(stages);
  });

  it.each([
    ['stopped', { stoppedAt: at(10) }],
    ['voided', { voidedAt: at(10) }],
  ])('says nothing once %s', (_, changes) => {
    const clock = sampleClock(changes);
    expect(dueTransitions(clock, at(500))).toEqual({ clock, stages: [] });
  });

  it('waits while paused and comes due by the pause later', () => {
    const pause = { reason: 'site-downtime', from: at(40), until: at(70) } as const;
    const [clock] = pauseClocks({ reads: [], clocks: [sampleClock()] }, pause).clocks;
    const stages = (minute: number) => dueTransitions(clock ?? sampleClock(), at(minute)).stages;
    expect([stages(65), stages(75), stages(90.1)]).toEqual([[], ['warned'], ['warned', 'breached']]);
  });

  it('warns once and breaches once, in that order, however often and irregularly it is asked', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(minutes, (list) => {
        const stages: SlaStage[] = [];
        let clock = sampleClock();
        for (const minute of [...list, 120].sort((a, b) => a - b)) {
          const passed = dueTransitions(clock, at(minute));
          stages.push(...passed.stages);
          clock = passed.clock;
        }
        expect(stages).toEqual(['warned', 'breached']);
      }),
    );
  });
});

describe('passing the due clocks of a study', () => {
  const rows = {
    study: sampleStudy(),
    reads: [sampleRead({ ladder: [sampleStep('night-owls', '2026-11-22T08:00:00Z')] })],
    clocks: [sampleClock({ warnedAt: at(45) })],
  };

  it('marks the clock and tells whoever the read reaches', () => {
    const change = passDue(rows, at(61));
    expect(change.next?.clocks?.[0]).toMatchObject({ breachedAt: at(61), version: 2 });
    expect(change.events).toHaveLength(1);
    expect(change.events?.[0]).toMatchObject({
      type: 'sla.breached',
      readId: 'read-1',
      readingGroupIds: ['night-owls'],
      data: {
        clockId: 'clock-1',
        name: 'Stat final',
        targetMinutes: 60,
        dueAt: '2026-11-22T09:00:00.000Z',
        stage: 'breached',
      },
    });
  });

  it('changes nothing when nothing is due', () => {
    expect(passDue(rows, at(50))).toEqual({ result: 0 });
  });
});
