import {
  expectedTime,
  NOTHING_LEARNED,
  planRound,
  TIERS,
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

function questionOf({ works, readers, candidates, tiers, exams, dispatch }: PlanRequest): PlanQuestion {
  const at = (values: Float64Array | Int32Array, index: number): number => values[index] as number;
  const tierCost = TIERS.map((tier) => dispatch.tierCost[tier]);
  // By list of candidates, and in it by reader.
  const dearer = candidates.map((list, nr) => {
    const minutes = new Float64Array(readers.id.length);
    list.forEach((reader, index) => (minutes[reader] = tierCost[tiers[nr]?.[index] ?? 0] ?? 0));
    return minutes;
  });
  const times: (Lognormal | undefined)[] = Array.from({ length: exams.length * readers.id.length });
  return {
    works: Array.from(works.weight, (weight, index): PlanWork => ({
      weight,
      slackMinutes: at(works.slackMinutes, index),
      waitedMinutes: at(works.waitedMinutes, index),
      maximumWaitMinutes: at(works.maximumWaitMinutes, index),
      expectedMinutes: at(works.expectedMinutes, index),
      critical: works.critical[index] === 1,
      fairTerm: at(works.fairTerm, index),
    })),
    readers: readers.id.map((_, index) => ({
      freeInMinutes: at(readers.freeInMinutes, index),
      scarcityShare: at(readers.scarcityShare, index),
      surplusMinutes: at(readers.surplusMinutes, index),
    })),
    candidates: (work) => candidates[at(works.candidates, work)] ?? [],
    preferenceMinutes: (work, reader) => dearer[at(works.candidates, work)]?.[reader] ?? 0,
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
