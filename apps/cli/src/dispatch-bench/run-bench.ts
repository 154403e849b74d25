import {
  compileInstance,
  REFERENCE_POLICY,
  runPolicy,
  summariseRuns,
  type DispatchInstance,
  type PolicyName,
  type PolicySummary,
  type RunOutcome,
  type Track,
} from '@overread/domain';

export interface BenchRequest {
  /** Made one after the other: a large one need not stay in memory. */
  instances: Iterable<{ instance: DispatchInstance; seed: string }>;
  policies: readonly PolicyName[];
  track: Track;
  onRun?: (policy: PolicyName, instance: string) => void;
}

/** Every policy on every day, and priority pull for the ratio whether it was asked for or not. */
export function runBench({ instances, policies, track, onRun }: BenchRequest): PolicySummary[] {
  const names = policies.includes(REFERENCE_POLICY) ? policies : [...policies, REFERENCE_POLICY];
  const outcomes = new Map<PolicyName, RunOutcome[]>(names.map((name) => [name, []]));
  for (const { instance, seed } of instances) {
    const day = compileInstance(instance);
    for (const policy of names) {
      onRun?.(policy, instance.name);
      const timers = { timer: () => performance.now(), cpuTimer: processorMs };
      outcomes.get(policy)?.push(runPolicy({ ...track, ...timers, policy, day, seed }).outcome);
    }
  }
  const references = outcomes.get(REFERENCE_POLICY) ?? [];
  return names.map((name) => summariseRuns(name, outcomes.get(name) ?? [], references));
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
