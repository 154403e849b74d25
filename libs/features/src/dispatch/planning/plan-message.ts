import type { DispatchParams, Exam, Plan, PlanParams, ReaderId, ReadingTimeModel } from '@overread/domain';

/** What the thread is asked: a `PlanQuestion` in a form that is quick to send. */
export interface PlanRequest {
  tick: number;
  works: {
    weight: Float64Array;
    slackMinutes: Float64Array;
    waitedMinutes: Float64Array;
    maximumWaitMinutes: Float64Array;
    expectedMinutes: Float64Array;
    critical: Uint8Array;
    /** Share between health systems; 0 for critical and STAT work. */
    fairTerm: Float64Array;
    /** Places in `candidates` and `exams`. */
    candidates: Int32Array;
    exam: Int32Array;
  };
  readers: {
    id: readonly ReaderId[];
    freeInMinutes: Float64Array;
    scarcityShare: Float64Array;
    surplusMinutes: Float64Array;
  };
  candidates: readonly Int32Array[];
  /** Beside each of `candidates`: their tier towards the facility, as a place in `TIERS`. */
  tiers: readonly Uint8Array[];
  exams: readonly Exam[];
  /** Left out while it is that of the last request. */
  model: ReadingTimeModel | null;
  params: PlanParams;
  dispatch: DispatchParams;
}

export interface PlanAnswer extends Pick<Plan, 'gap' | 'epsilon' | 'counts'> {
  tick: number;
  /** Of each planned read, by reader and in their order: work, reader, start and chance of breach. */
  planned: { work: number; reader: number; startMinutes: number; chanceOfBreach: number }[];
  /** How long it took the thread. */
  tookMs: number;
}
