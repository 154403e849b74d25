import {
  clairvoyantBound,
  type ClairvoyantBound,
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
  /** The bound of a day of ten thousand studies takes two seconds, and grows faster than the day: larger ones go without. */
  boundUpToStudies?: number;
  onRun?: (policy: PolicyName, instance: string) => void;
}

export interface BenchResult {
  policies: PolicySummary[];
  /** What no policy can be below, mean over the days; null where a day is too large to work it out. */
  bound: ClairvoyantBound | null;
}

/** Every policy on every day, and priority pull for the ratio whether it was asked for or not. */
export function runBench(request: BenchRequest): BenchResult {
  const { instances, policies, track, boundUpToStudies = 60_000, onRun } = request;
  const names = policies.includes(REFERENCE_POLICY) ? policies : [...policies, REFERENCE_POLICY];
  const outcomes = new Map<PolicyName, RunOutcome[]>(names.map((name) => [name, []]));
  const bounds: (ClairvoyantBound | null)[] = [];
  for (const { instance, seed } of instances) {
    const day = compileInstance(instance);
    bounds.push(instance.studies.length <= boundUpToStudies ? clairvoyantBound(day) : null);
    for (const policy of names) {
      onRun?.(policy, instance.name);
      const timers = { timer: () => performance.now(), cpuTimer: processorMs };
      outcomes.get(policy)?.push(runPolicy({ ...track, ...timers, policy, day, seed }).outcome);
    }
  }
  const references = outcomes.get(REFERENCE_POLICY) ?? [];
  return {
    policies: names.map((name) => summariseRuns(name, outcomes.get(name) ?? [], references)),
    bound: meanBound(bounds),
  };
}

function meanBound(bounds: readonly (ClairvoyantBound | null)[]): ClairvoyantBound | null {
  const known = bounds.filter((each) => each !== null);
  if (known.length < bounds.length || known.length === 0) return null;
  const mean = (key: keyof ClairvoyantBound) => known.reduce((sum, each) => sum + each[key], 0) / known.length;
  return {
    weightedBreachesPerThousand: mean('weightedBreachesPerThousand'),
    hopelessPerThousand: mean('hopelessPerThousand'),
  };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
