import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import type { Policy, PolicyVersion } from '../policy.js';
import type { PolicyTestRun } from './test-run.js';

/** The versions of one policy. */
interface Versions {
  versions: PolicyVersion[];
}

/** Keeps that a version was tried. A draft becomes tested by it; every other state stays what it is. */
export function recordTest(
  { policy, versions }: Versions & { policy: Policy },
  run: PolicyTestRun,
): Change<Versions & { runs: PolicyTestRun[] }, PolicyTestRun> {
  const changed = versions.map((version) =>
    version.id === run.policyVersionId && version.state === 'draft'
      ? { ...version, state: 'tested' as const, version: version.version + 1 }
      : version,
  );
  const { number, version } = changed.find(({ id }) => id === run.policyVersionId) ?? { number: 0, version: 0 };
  const { id, kind, studies, changed: routedAnew } = run;
  const data = { policyId: policy.id, number, testRunId: id, kind, studies, changed: routedAnew };
  const event = { ...about(policy), type: 'policy.tested' as const, version, data };
  return { next: { versions: changed, runs: [run] }, events: [event], result: run };
}

/**
 * Puts a version in force and retires the one that was. A version that has never been in force must have been tested
 * first, against what is in force now; the network's very first needs no test, because until then no study has a plan of
 * the network's own. One that has been in force before goes back without a test: that is how a mistake is undone.
 *
 * @throws DomainError conflict `policy/untested`, conflict `policy/test-outdated`
 */
export function activateVersion(
  { policy, versions, tests }: Versions & { policy: Policy; tests: readonly PolicyTestRun[] },
  next: PolicyVersion,
  now: Instant,
): Change<Versions, PolicyVersion> {
  if (next.state === 'active') return { result: next };
  refuseUntested({ policy, versions, tests }, next);
  const activated: PolicyVersion = {
    ...next,
    state: 'active',
    activatedAt: now,
    retiredAt: null,
    version: next.version + 1,
  };
  const changed = versions.map((version) => {
    if (version.number === next.number) return activated;
    return version.state === 'active' ? retired(version, now) : version;
  });
  return { next: { versions: changed }, events: [changedEvent(policy, activated)], result: activated };
}

function refuseUntested(
  { policy, versions, tests }: Versions & { policy: Policy; tests: readonly PolicyTestRun[] },
  next: PolicyVersion,
): void {
  const everActive = (version: PolicyVersion): boolean => version.activatedAt !== null;
  if (everActive(next)) return;
  if (policy.scope === 'network' && !versions.some(everActive)) return;
  const own = tests.filter((test) => test.policyVersionId === next.id);
  if (own.length === 0) {
    const message = `Version ${next.number} was never tested: try it on samples or on past studies first`;
    throw new DomainError('conflict', 'policy/untested', message);
  }
  const active = versions.find((version) => version.state === 'active');
  if (active === undefined || own.some((test) => test.againstVersionId === active.id)) return;
  const message = `Version ${active.number} was put in force since version ${next.number} was tested: test it again`;
  throw new DomainError('conflict', 'policy/test-outdated', message);
}

/**
 * Takes a version out of force. The network's stays until another takes its place: something must route every study.
 *
 * @throws DomainError conflict `policy/last-of-network`
 */
export function retireVersion(
  { policy, versions }: Versions & { policy: Policy },
  found: PolicyVersion,
  now: Instant,
): Change<Versions, PolicyVersion> {
  if (found.state === 'retired') return { result: found };
  if (found.state === 'active' && policy.scope === 'network') {
    const message = 'Activate another version instead: every study needs a plan';
    throw new DomainError('conflict', 'policy/last-of-network', message);
  }
  const next = retired(found, now);
  const changed = versions.map((each) => (each.number === found.number ? next : each));
  return { next: { versions: changed }, events: [changedEvent(policy, next)], result: next };
}

const retired = (version: PolicyVersion, now: Instant): PolicyVersion => ({
  ...version,
  state: 'retired',
  retiredAt: now,
  version: version.version + 1,
});

const about = ({ healthSystemId }: Policy) => ({
  healthSystemId,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
});

const changedEvent = (policy: Policy, version: PolicyVersion): DomainEvent => ({
  ...about(policy),
  type: 'policy.activated',
  version: version.version,
  data: { policyId: policy.id, number: version.number, state: version.state },
});
