import { describe, expect, it } from '@jest/globals';
import { checkInstance } from '../instance/check-instance.js';
import { compileInstance } from '../instance/compile-instance.js';
import { runPolicy } from '../run-policy.js';
import { generateInstance } from './generate-instance.js';
import { SCENARIO_NAMES, SIZES } from './scenario.js';

const busy = generateInstance({ scenario: 'busy', size: 'S', seed: 1 });
const share = (count: number, of: number) => count / of;

describe('the generator', () => {
  it('makes the same day for the same seed, another for another', () => {
    expect(generateInstance({ scenario: 'busy', size: 'S', seed: 1 })).toEqual(busy);
    expect(generateInstance({ scenario: 'busy', size: 'S', seed: 2 }).studies[0]).not.toEqual(busy.studies[0]);
  });

  it.each(SCENARIO_NAMES)('makes a whole instance for %s', (scenario) => {
    const instance = generateInstance({ scenario, size: 'S', seed: 3 });
    expect(() => checkInstance(instance)).not.toThrow();
    expect(instance.readers).toHaveLength(SIZES.S.readers);
    expect(instance.readers.some(({ outages }) => outages.length > 0)).toBe(scenario === 'outage');
  });

  it('draws the published shares: priorities, second reads', () => {
    const { studies } = busy;
    const of = (name: string) => share(studies.filter((each) => each.serviceClass === name).length, studies.length);
    const wanted = { critical: 0.04, stat: 0.21, urgent: 0.3, 'routine-4h': 0.25, 'routine-12h': 0.2 };
    for (const [name, value] of Object.entries(wanted)) expect(Math.abs(of(name) - value)).toBeLessThan(0.02);
    const breast = studies.filter((each) => each.modality === 'MG');
    expect(Math.abs(share(breast.filter((each) => each.secondRead).length, breast.length) - 0.5)).toBeLessThan(0.1);
    const twice = share(studies.filter((each) => each.secondRead).length, studies.length);
    expect(twice).toBeGreaterThan(0.025);
    expect(twice).toBeLessThan(0.05);
  });

  it('has reading times that are lognormal of the stated mean and deviation', () => {
    const logs = busy.studies.map(({ readingMinutes, expectedMinutes }) => Math.log(readingMinutes / expectedMinutes));
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    expect(Math.abs(deviation - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(mean + 0.125)).toBeLessThan(0.02);
  });

  it('leaves no kind of study without a reader at any hour', () => {
    const day = compileInstance(busy);
    for (const readers of day.eligible) {
      for (let hour = 0; hour < 24; hour++) {
        const at = 1440 + 60 * hour + 30;
        const present = [...readers].some((reader) =>
          day.readers.spans[reader]!.some(({ from, to }) => from <= at && at < to),
        );
        expect(present).toBe(true);
      }
    }
  });

  it('makes the load it is asked for', () => {
    const { outcome } = runPolicy({ day: compileInstance(busy), policy: 'priority-pull', seed: '1' });
    expect(Math.abs(outcome.utilisation - 0.92)).toBeLessThan(0.08);
    expect(outcome.violations).toBe(0);
  });
});
