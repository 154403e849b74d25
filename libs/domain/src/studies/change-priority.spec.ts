import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changePriority, morePressing, priorityWhenUnknown, type PriorityCommand } from './change-priority.js';
import { sampleStudy } from './samples.fixture.js';
import { PATIENT_CLASSES, PRIORITIES, type Study } from './study.js';

const NOW = new Date('2026-11-22T08:00:00Z');
const command = (changes: Partial<PriorityCommand>): PriorityCommand => ({
  to: 'critical',
  source: 'network',
  by: 'user-1',
  reason: 'stroke call',
  ...changes,
});
const change = (study: Partial<Study>, changes: Partial<PriorityCommand>): ReturnType<typeof changePriority> =>
  changePriority({ study: sampleStudy(study), reads: [] }, command(changes), NOW);

describe('changePriority', () => {
  it('keeps what was requested apart from what is in effect', () => {
    expect(change({}, {}).next?.study).toMatchObject({ requestedPriority: 'stat', priority: 'critical', version: 2 });
    expect(change({}, { source: 'submitter' }).next?.study).toMatchObject({ requestedPriority: 'critical' });
  });

  it('says who, why, from what and to what', () => {
    expect(change({}, { protocol: 'stroke' }).events).toMatchObject([
      {
        type: 'study.prioritized',
        data: {
          from: 'stat',
          to: 'critical',
          source: 'network',
          by: 'user-1',
          reason: 'stroke call',
          protocol: 'stroke',
        },
      },
    ]);
  });

  it('is kept with who answers for it; a machine of the site only asks, and nobody does', () => {
    expect(change({}, {}).next?.study?.priorityBasis).toEqual({
      source: 'network',
      by: 'user-1',
      from: 'stat',
      reason: 'stroke call',
      at: '2026-11-22T08:00:00.000Z',
      rule: null,
    });
    expect(change({}, { source: 'submitter', automatic: true }).next?.study?.priorityBasis).toBeNull();
  });

  it('changes nothing when it is so already', () => {
    expect(change({}, { to: 'stat' })).toEqual({ result: 'stat' });
  });

  it.each([
    ['priority/reason-required', {}, { reason: ' ' }],
    ['study/closed', { state: 'final' as const }, {}],
    ['study/closed', { state: 'cancelled' as const }, {}],
  ])('refuses with %s', (code, study, changes) => {
    expect(() => change(study, changes)).toThrow(expect.objectContaining({ code }));
  });

  it('lets AI and policy raise and never lower', () => {
    const any = fc.constantFrom(...PRIORITIES);
    fc.assert(
      fc.property(any, any, fc.constantFrom('ai' as const, 'policy' as const), (from, to, source) => {
        const attempt = (): Study['priority'] => change({ priority: from }, { to, source }).result;
        if (morePressing(from, to))
          expect(attempt).toThrow(expect.objectContaining({ code: 'priority/may-only-raise' }));
        else expect(attempt()).toBe(to);
      }),
    );
  });
});

describe('priorityWhenUnknown', () => {
  it('is the default of the facility, and at least stat for an emergency patient', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PATIENT_CLASSES), fc.constantFrom(...PRIORITIES), (patientClass, fallback) => {
        const priority = priorityWhenUnknown(patientClass, fallback);
        if (patientClass !== 'emergency') expect(priority).toBe(fallback);
        else expect(morePressing('stat', priority)).toBe(false);
      }),
    );
  });
});
