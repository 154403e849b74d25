import {
  expectedTime,
  NOTHING_LEARNED,
  planRound,
  type Exam,
  type Lognormal,
  type PlanQuestion,
  type PlanWork,
  type ReaderId,
  type ReadingTimeModel,
} from '@overread/domain';
import { parentPort } from 'node:worker_threads';
import type { PlanAnswer, PlanRequest } from './plan-message.js';

/** The thread that plans: it has no clock, no database and nothing of its own but the last model it was sent. */
let model: ReadingTimeModel = NOTHING_LEARNED;

function questionOf({ works, readers, candidates, exams }: PlanRequest): PlanQuestion {
  const at = (values: Float64Array | Int32Array, index: number): number => values[index] as number;
  const times: (Lognormal | undefined)[] = Array.from({ length: exams.length * readers.id.length });
  return {
    works: Array.from(works.weight, (weight, index): PlanWork => ({
      weight,
      slackMinutes: at(works.slackMinutes, index),
      waitedMinutes: at(works.waitedMinutes, index),
      maximumWaitMinutes: at(works.maximumWaitMinutes, index),
      expectedMinutes: at(works.expectedMinutes, index),
      critical: works.critical[index] === 1,
    })),
    readers: readers.id.map((_, index) => ({
      freeInMinutes: at(readers.freeInMinutes, index),
      scarcityShare: at(readers.scarcityShare, index),
      surplusMinutes: at(readers.surplusMinutes, index),
    })),
    candidates: (work) => candidates[at(works.candidates, work)] ?? [],
    time: (work, reader) => {
      const exam = at(works.exam, work);
      const key = exam * readers.id.length + reader;
      return (times[key] ??= expectedTime(model, readers.id[reader] as ReaderId, exams[exam] as Exam));
    },
  };
}

function answer(request: PlanRequest): PlanAnswer {
  const began = performance.now();
  model = request.model ?? model;
  const { nextUp, gap, epsilon, counts } = planRound(questionOf(request), request.params, request.dispatch);
  return { tick: request.tick, gap, epsilon, counts, planned: nextUp.flat(), tookMs: performance.now() - began };
}

parentPort?.on('message', (request: PlanRequest) => parentPort?.postMessage(answer(request)));
