import { useAct as useTold } from '../acts/use-act.js';

export const SHOWS_EMERGENCIES = [['emergency'], ['study'], ['timeline']];

/** An act in an emergency. */
export const useAct = <Values, Answer>(
  send: (values: Values) => Promise<Answer>,
  telling: { done: string; onDone?: (answer: Answer) => void },
) => useTold(send, { ...telling, shownBy: SHOWS_EMERGENCIES });
