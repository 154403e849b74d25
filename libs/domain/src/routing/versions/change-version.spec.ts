import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import type { Policy, PolicyScope, PolicyState, PolicyVersion } from '../policy.js';
import { active, DAY, networkDocument, NIGHT } from '../samples.fixture.js';
import { activateVersion, recordTest, retireVersion } from './change-version.js';
import type { PolicyTestRun } from './test-run.js';

const policy = (scope: PolicyScope = 'network'): Policy => active(scope, networkDocument).policy;
const version = (number: number, state: PolicyState, changes: Partial<PolicyVersion> = {}): PolicyVersion => ({
  ...active('network', networkDocument).version,
  id: asId(`version-${number}`),
  number,
  state,
  activatedAt: state === 'active' ? NIGHT : null,
  ...changes,
});
const run = (of: PolicyVersion, against: PolicyVersion | null): PolicyTestRun => ({
  id: asId('run-1'),
  policyId: of.policyId,
  policyVersionId: of.id,
  againstVersionId: against?.id ?? null,
  at: DAY,
  actor: 'admin-1',
  kind: 'samples',
  fromAt: null,
  untilAt: null,
  studies: 2,
  changed: 1,
  rules: [],
});
const states = (versions: readonly PolicyVersion[] = []) => versions.map(({ number, state }) => `${number} ${state}`);

describe('a version of a policy', () => {
  const [first, second, third] = [version(1, 'active'), version(2, 'draft'), version(3, 'draft')];

  it('is tested once somebody has tried it, whatever came of it', () => {
    const { next, events, result } = recordTest({ policy: policy(), versions: [first, second] }, run(second, first));
    expect(states(next?.versions)).toEqual(['1 active', '2 tested']);
    expect(next?.runs).toEqual([result]);
    expect(events?.[0]).toMatchObject({ type: 'policy.tested', data: { number: 2, studies: 2, changed: 1 } });
    const again = recordTest({ policy: policy(), versions: [first] }, run(first, first));
    expect(states(again.next?.versions)).toEqual(['1 active']);
  });

  it('is not put in force untested, and takes the place of the one before when tested', () => {
    const versions = [first, second];
    const untested = () => activateVersion({ policy: policy(), versions, tests: [run(third, first)] }, second, DAY);
    expect(untested).toThrow(expect.objectContaining({ code: 'policy/untested' }));
    const { next } = activateVersion({ policy: policy(), versions, tests: [run(second, first)] }, second, DAY);
    expect(states(next?.versions)).toEqual(['1 retired', '2 active']);
  });

  it('stays out of force when a retired draft that nobody ever tried', () => {
    const never = version(2, 'retired', { retiredAt: NIGHT });
    const activate = () => activateVersion({ policy: policy(), versions: [first, never], tests: [] }, never, DAY);
    expect(activate).toThrow(expect.objectContaining({ code: 'policy/untested' }));
  });

  it('is tested again when another was put in force since', () => {
    const versions = [version(1, 'retired', { activatedAt: NIGHT }), second, version(3, 'active')];
    const activate = () => activateVersion({ policy: policy(), versions, tests: [run(second, first)] }, second, DAY);
    expect(activate).toThrow(expect.objectContaining({ code: 'policy/test-outdated' }));
  });

  it('that was in force before goes back without a test', () => {
    const before = version(1, 'retired', { activatedAt: NIGHT, retiredAt: NIGHT });
    const { next } = activateVersion(
      { policy: policy(), versions: [before, version(2, 'active')], tests: [] },
      before,
      DAY,
    );
    expect(states(next?.versions)).toEqual(['1 active', '2 retired']);
  });

  it('needs no test when it is the network’s very first, and does as a facility’s first', () => {
    const versions = [version(1, 'draft')];
    expect(
      states(activateVersion({ policy: policy(), versions, tests: [] }, versions[0]!, DAY).next?.versions),
    ).toEqual(['1 active']);
    const facility = () => activateVersion({ policy: policy('facility'), versions, tests: [] }, versions[0]!, DAY);
    expect(facility).toThrow(expect.objectContaining({ code: 'policy/untested' }));
  });

  it('of the network stays in force until another takes its place; a facility’s may go', () => {
    const retire = () => retireVersion({ policy: policy(), versions: [first] }, first, DAY);
    expect(retire).toThrow(expect.objectContaining({ code: 'policy/last-of-network' }));
    const { next } = retireVersion({ policy: policy('facility'), versions: [first] }, first, DAY);
    expect(states(next?.versions)).toEqual(['1 retired']);
  });
});

describe('any series of tests, activations and retirements', () => {
  it('leaves a network policy with exactly one version in force, once it has had one', () => {
    const step = fc.record({
      what: fc.constantFrom('test', 'activate', 'retire'),
      number: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let versions = [1, 2, 3, 4].map((number) => version(number, 'draft'));
        const tests: PolicyTestRun[] = [];
        let once = false;
        steps.forEach(({ what, number }, minute) => {
          const found = versions[number - 1]!;
          const rows = { policy: policy(), versions, tests };
          const now = plusMinutes(DAY, minute);
          try {
            if (what === 'test') {
              const made = run(found, versions.find(({ state }) => state === 'active') ?? null);
              tests.push(made);
              versions = recordTest(rows, made).next?.versions ?? versions;
            } else {
              const change = what === 'activate' ? activateVersion(rows, found, now) : retireVersion(rows, found, now);
              versions = change.next?.versions ?? versions;
            }
          } catch (error) {
            expect(error).toMatchObject({ kind: 'conflict' });
          }
          const inForce = versions.filter(({ state }) => state === 'active').length;
          once ||= inForce > 0;
          expect(inForce).toBe(once ? 1 : 0);
        });
      }),
    );
  });
});
