import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkParameters } from './check-parameters.js';
import { DEFAULT_NETWORK_PARAMETERS as DEFAULTS, parameterAt, withParameter } from './network-parameters.js';
import { PARAMETER_FIELDS } from './parameter-fields.js';
import { parameterDifferences, putInForce } from './put-in-force.js';

const now = new Date('2026-11-27T03:00:00Z');
const proposal = { parameters: DEFAULTS, reason: 'a try', by: 'admin', whatIfId: null };
const errorsWith = (path: string, value: number) => checkParameters(withParameter(DEFAULTS, path, value));
/** Every number that there is, whether or not a field tells of it. */
const pathsOf = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, each]) =>
    typeof each === 'number' ? [`${prefix}${key}`] : pathsOf(each as object, `${prefix}${key}.`),
  );

describe('the fields', () => {
  it('are every number of the parameters, once', () => {
    expect(PARAMETER_FIELDS.map(({ path }) => path).sort()).toEqual(pathsOf(DEFAULTS).sort());
  });

  it("hold the product's own", () => {
    expect(checkParameters(DEFAULTS)).toEqual([]);
  });

  it('refuse every value outside their bounds, and name the field and the rule', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PARAMETER_FIELDS),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.boolean(),
        ({ path, least, most }, beyond, above) => {
          const [error, ...others] = errorsWith(path, above ? most + beyond : least - beyond);
          expect(others).toEqual([]);
          expect(error).toMatchObject({ path, code: above ? 'parameter/too-high' : 'parameter/too-low' });
        },
      ),
    );
  });

  it('refuse what is no number, and parts where whole numbers are counted', () => {
    for (const { path, least, whole } of PARAMETER_FIELDS) {
      for (const none of [Number.NaN, Infinity]) expect(errorsWith(path, none)).toMatchObject([{ path }]);
      if (whole) expect(errorsWith(path, least + 0.5)).toMatchObject([{ path, code: 'parameter/whole' }]);
    }
  });

  it('say nothing within them, but of what stands to others in an order', () => {
    const alone = PARAMETER_FIELDS.filter(({ path }) => !/weights|maximumWait|keepMinutes/.test(path));
    fc.assert(
      fc.property(
        fc.constantFrom(...alone),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ path, least, most, whole }, at) => {
          const value = least + at * (most - least);
          expect(errorsWith(path, whole ? Math.round(value) : value)).toEqual([]);
        },
      ),
    );
  });
});

describe('promises', () => {
  it('cannot be switched off: weights and maximum waits', () => {
    for (const { path } of PARAMETER_FIELDS.filter(({ promise }) => promise)) {
      expect(errorsWith(path, 0)).toMatchObject([{ path, message: expect.stringContaining('promise') }]);
    }
    expect(PARAMETER_FIELDS.filter(({ promise }) => promise)).toHaveLength(9);
  });

  it('never make more urgent work wait longer or weigh less', () => {
    expect(errorsWith('dispatch.weights.stat', 50)).toMatchObject([
      { path: 'dispatch.weights.stat', code: 'parameter/order', message: expect.stringContaining('critical') },
    ]);
    expect(errorsWith('dispatch.maximumWaitMinutes.stat', 20)).toMatchObject([
      { path: 'dispatch.maximumWaitMinutes.stat', code: 'parameter/order' },
    ]);
  });

  it('are not eaten up by keeping: half of the wait at most', () => {
    const quick = withParameter(DEFAULTS, 'dispatch.maximumWaitMinutes.critical', 8);
    expect(checkParameters(quick)).toMatchObject([{ path: 'dispatch.keepMinutes.critical' }]);
    expect(checkParameters(withParameter(quick, 'dispatch.keepMinutes.critical', 4))).toEqual([]);
  });
});

describe('putting in force', () => {
  const scarcer = withParameter(DEFAULTS, 'dispatch.scarcityFactor', 0.9);

  it("makes the next version, counted from the product's own, and says what differs", () => {
    const first = putInForce(null, { ...proposal, parameters: scarcer }, now);
    expect(first).toMatchObject({ version: { number: 1, inForceAt: now, backTo: null } });
    expect(first.differences).toEqual([{ path: 'dispatch.scarcityFactor', from: 0.6, to: 0.9 }]);
    const back = putInForce(first.version, { ...proposal, backTo: 0 }, now);
    expect(back).toMatchObject({ version: { number: 2, backTo: 0, parameters: DEFAULTS } });
  });

  it('refuses what is in force already, and what breaks a rule, with every field', () => {
    expect(() => putInForce(null, proposal, now)).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'dispatch/parameters-same' }),
    );
    const wrong = withParameter(withParameter(scarcer, 'plan.slots', 9), 'dispatch.weights.routine', 0);
    expect(() => putInForce(null, { ...proposal, parameters: wrong }, now)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        details: {
          errors: [
            expect.objectContaining({ path: 'dispatch.weights.routine' }),
            expect.objectContaining({ path: 'plan.slots' }),
          ],
        },
      }),
    );
  });

  it('changes one number and leaves the others', () => {
    expect(parameterAt(scarcer, 'dispatch.scarcityFactor')).toBe(0.9);
    expect(parameterDifferences(scarcer, DEFAULTS)).toHaveLength(1);
    expect(DEFAULTS.dispatch.scarcityFactor).toBe(0.6);
  });
});
