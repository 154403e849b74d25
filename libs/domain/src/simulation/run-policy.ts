import type { DispatchParams } from '../dispatch/dispatch-params.js';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch/dispatch-params.js';
import { ownPicks } from '../dispatch/policies/own-picks.js';
import { POLICIES, type PolicyName } from '../dispatch/policies/policies.js';
import { runDay, type DayRecord } from './engine/run-day.js';
import type { SimulatedDay } from './engine/simulated-day.js';
import { measureRun, type RunOutcome } from './outcome/measure-run.js';

/** How readers and the policy differ from the plain track. */
export interface Track {
  /** The policy knows what kinds of study take, and nothing of readers. */
  blind?: boolean;
  /** Share (0..1) of picks that readers make for themselves, by pay. */
  ownPicks?: number;
}

export interface PolicyRun extends Track {
  policy: PolicyName;
  day: SimulatedDay;
  /** Of the chances a policy takes. */
  seed: string;
  params?: DispatchParams;
  /** Milliseconds of a clock outside, and of processor time; nothing is decided by them. */
  timer?: () => number;
  cpuTimer?: () => number;
}

/** Plays a day under a policy and measures it. */
export function runPolicy(run: PolicyRun): { record: DayRecord; outcome: RunOutcome } {
  const { policy, day, seed, params = DEFAULT_DISPATCH_PARAMS, timer, cpuTimer = () => 0 } = run;
  const { maker, knowsReadingTimes } = POLICIES[policy];
  const began = cpuTimer();
  const record = runDay({
    day,
    maker: run.ownPicks ? ownPicks(run.ownPicks, maker) : maker,
    settings: { params, seed },
    knowledge: knowsReadingTimes ? 'exact' : run.blind ? 'kind-only' : 'expected',
    ...(timer ? { timer } : {}),
  });
  const cpuMs = cpuTimer() - began;
  return { record, outcome: measureRun({ day, record, maximumWaitMinutes: params.maximumWaitMinutes, cpuMs }) };
}
