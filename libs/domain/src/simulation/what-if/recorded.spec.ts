import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { sampleReadFacts } from '../../eligibility/samples.fixture.js';
import { opening, tierStep } from '../../routing/standard-plans.js';
import { openingsOf } from './openings-of.js';
import { scaleTraffic } from './scale-traffic.js';
import type { WhatIfDay, WhatIfRead } from './what-if-day.js';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 22, 7, minutes));
const queued = { queuedAt: at(0), dueAt: at(60) };
const minutesOf = (
  ladder: Parameters<typeof openingsOf>[0]['ladder'],
  isStaffed: Parameters<typeof openingsOf>[1] = () => true,
) => openingsOf({ ...queued, ladder }, isStaffed).map(({ afterMinutes }) => afterMinutes);

describe('a ladder in a simulated day', () => {
  it('opens at once, after minutes, and at a share of the time to the deadline, whichever is first', () => {
    const ladder = [
      tierStep(['onshore'], { atOnce: true }),
      tierStep(['nearshore'], { afterMinutes: 45, atShareOfDeadline: 0.5 }),
      tierStep(['offshore'], { afterMinutes: 20, atShareOfDeadline: 0.5 }),
    ];
    expect(minutesOf(ladder)).toEqual([0, 30, 20]);
  });

  it('opens a step at once when nobody is signed on below it', () => {
    const ladder = [
      tierStep(['onshore'], { atOnce: true }),
      tierStep([], { whenNobodySignedOn: true, afterMinutes: 45 }),
    ];
    expect(minutesOf(ladder)).toEqual([0, 45]);
    expect(minutesOf(ladder, () => false)).toEqual([0, 0]);
    // Whoever was there goes home after ten minutes.
    expect(minutesOf(ladder, (_, now) => now < at(10))).toEqual([0, 30]);
  });

  it('opens what broadens uncovered work once it has waited and nobody is there, and else never', () => {
    const ladder = [
      tierStep(['onshore'], { atOnce: true }),
      tierStep(['offshore'], { whenUncoveredAfterMinutes: 240 }),
    ];
    expect(minutesOf(ladder, () => false)).toEqual([0, 240]);
    expect(minutesOf(ladder, (_, now) => now < at(300))).toEqual([0, 300]);
    expect(minutesOf(ladder)).toEqual([0]);
  });

  it('takes half of the time for a step that only what it does not know would open', () => {
    expect(minutesOf([{ ...tierStep([], {}), opens: opening({}) }])).toEqual([30]);
  });
});

describe('traffic that is scaled', () => {
  const read = (study: string, index: number): WhatIfRead => ({
    studyId: asId(study),
    facts: sampleReadFacts({ readId: asId(`${study}-${index}`) }),
    ...queued,
    workUnits: 1,
    afterReadId: index === 0 ? null : asId(`${study}-0`),
    openings: [],
    happened: null,
  });
  const day = (studies: number): WhatIfDay => ({
    from: at(0),
    to: at(600),
    endsAt: at(900),
    reads: Array.from({ length: studies }, (_, study) => [read(`s${study}`, 0), read(`s${study}`, 1)]).flat(),
    stints: [],
    relations: { agreements: [], contracts: [] },
  });
  const studiesOf = ({ reads }: WhatIfDay) => new Set(reads.map((each) => each.studyId)).size;

  it('is the day itself at 1, twice as many at 2, none at 0', () => {
    expect(scaleTraffic(day(5), 1, 'a')).toEqual(day(5));
    expect([0, 2, 3].map((factor) => studiesOf(scaleTraffic(day(5), factor, 'a')))).toEqual([0, 10, 15]);
  });

  it('keeps the reads of a study together, names each once, and draws the same for the same seed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4, noNaN: true }), fc.string(), (factor, seed) => {
        const scaled = scaleTraffic(day(20), factor, seed);
        const ids = new Set(scaled.reads.map(({ facts }) => facts.readId));
        expect(ids.size).toBe(scaled.reads.length);
        for (const { afterReadId } of scaled.reads) if (afterReadId !== null) expect(ids).toContain(afterReadId);
        expect(scaleTraffic(day(20), factor, seed)).toEqual(scaled);
        expect(Math.abs(studiesOf(scaled) - 20 * factor)).toBeLessThanOrEqual(20);
      }),
    );
  });
});
