import {
  simulateDay,
  whatHappened,
  type DayChoice,
  type DayOutcome,
  type DispatchParams,
  type WhatIfDay,
} from '@overread/domain';
import { parentPort, workerData } from 'node:worker_threads';

/** Runs in a thread of its own: a busy day takes half a minute of one processor. */
export interface Playing {
  /** Nothing of it has happened. */
  synthetic: boolean;
  asItWas: WhatIfDay;
  tried: WhatIfDay;
  choice: Pick<DayChoice, 'policy' | 'seed'> & {
    params: DispatchParams;
    /** Those in force: what is tried is measured against them. */
    paramsAsItWas: DispatchParams;
  };
}

export type Played =
  | { kind: 'progress'; share: number }
  | { kind: 'done'; happened: DayOutcome | null; asItWas: DayOutcome; tried: DayOutcome };

/** Between two words about progress, milliseconds. */
const TELL_EVERY_MS = 500;

const tell = (played: Played): void => parentPort?.postMessage(played);

/** Plays a day and tells how far it is, from `from` to `to` of the whole: decisions are about as many as reads. */
function watched(day: WhatIfDay, choice: DayChoice, [from, to]: readonly [number, number]): DayOutcome {
  let asked = 0;
  let toldAt = performance.now();
  const timer = (): number => {
    const now = performance.now();
    asked += 1;
    if (now - toldAt > TELL_EVERY_MS) {
      toldAt = now;
      tell({ kind: 'progress', share: from + (to - from) * Math.min(0.99, asked / (4 * day.reads.length)) });
    }
    return now;
  };
  return simulateDay(day, { ...choice, timer });
}

/** Undefined in the thread that only wants the types. */
const playing = workerData as Playing | null;
if (parentPort && playing) {
  const { synthetic, asItWas, tried } = playing;
  const { paramsAsItWas, ...choice } = playing.choice;
  const happened = synthetic ? null : whatHappened(asItWas, choice.params);
  tell({ kind: 'progress', share: 0.1 });
  const { seed } = choice;
  const before = watched(asItWas, { params: paramsAsItWas, ...(seed === undefined ? {} : { seed }) }, [0.1, 0.55]);
  const after = watched(tried, choice, [0.55, 1]);
  tell({ kind: 'done', happened, asItWas: before, tried: after });
}
