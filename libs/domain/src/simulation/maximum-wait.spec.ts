import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch/dispatch-params.js';
import type { Priority } from '../studies/study.js';
import { compileInstance } from './instance/compile-instance.js';
import { runPolicy } from './run-policy.js';
import { sampleDay, sampleReader, sampleWork } from './samples.fixture.js';

/**
 * The promise: a first read past the maximum wait of its class is what the next eligible reader who comes free reads, before
 * anything but critical work and work that is longer past its own. A read that has begun is not interrupted, so a wait may
 * end later than the cap by the readings that are open then, and by the overdue work before it.
 */
/** Ends soon after the last arrival: a plan every half minute of an idle day proves nothing. */
const ended = (...parts: Parameters<typeof sampleDay>) => ({
  ...sampleDay(...parts),
  measuredToMinute: 600,
  endsAtMinute: 600,
});

describe('the maximum wait under overload', () => {
  const params = {
    ...DEFAULT_DISPATCH_PARAMS,
    maximumWaitMinutes: { critical: 30, stat: 60, urgent: 90, routine: 150 },
  };
  const arrivals = fc.array(
    fc.record({
      every: fc.integer({ min: 3, max: 9 }),
      minutes: fc.integer({ min: 4, max: 25 }),
      priority: fc.constantFrom<Priority>('critical', 'stat', 'urgent', 'routine'),
      slack: fc.integer({ min: 10, max: 400 }),
      skilled: fc.boolean(),
    }),
    { minLength: 2, maxLength: 5 },
  );
  const readers = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });

  /** Streams of work that come faster than all readers together can read. */
  const overload = (streams: typeof arrivals extends fc.Arbitrary<infer T> ? T : never, skills: boolean[]) =>
    ended(
      skills.map((skilled, index) =>
        sampleReader(`r${index}`, { subspecialties: skilled || index === 0 ? ['neuro'] : [] }),
      ),
      streams.flatMap(({ every, minutes, priority, slack, skilled }, stream) =>
        Array.from({ length: 40 }, (_, index) =>
          sampleWork(`s${stream}-${index}`, index * every, {
            priority,
            readingMinutes: minutes,
            dueAtMinute: index * every + slack,
            subspecialty: skilled ? 'neuro' : null,
          }),
        ),
      ),
    );

  it.each(['default', 'atc'] as const)('is kept by %s: nobody who may read it reads anything else first', (policy) => {
    fc.assert(
      fc.property(arrivals, readers, (streams, skills) => {
        const day = compileInstance(overload(streams, skills));
        const { record } = runPolicy({ day, policy, seed: '1', params });
        expect(record.passedOver).toEqual([]);
        expect(record.violations).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it('is not kept by orders that have none: the witness sees it', () => {
    const routine = sampleWork('old', 0, { dueAtMinute: 1400 });
    const urgent = Array.from({ length: 80 }, (_, index) => sampleWork(`u${index}`, index * 9, { priority: 'urgent' }));
    const day = compileInstance(sampleDay([sampleReader('r')], [sampleWork('first', 0), routine, ...urgent]));
    const passed = (policy: 'priority-pull' | 'default') =>
      runPolicy({ day, policy, seed: '1', params }).record.passedOver;
    expect(passed('priority-pull').length).toBeGreaterThan(0);
    expect(passed('default')).toEqual([]);
  });
});
