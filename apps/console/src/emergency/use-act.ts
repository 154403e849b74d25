import { useMutation, useQueryClient } from '@tanstack/react-query';
import { told } from '../ui/notify.js';

/** An act in an emergency: what shows it is asked again, whether it was done or refused. */
export function useAct<Values, Answer>(
  send: (values: Values) => Promise<Answer>,
  { done, onDone }: { done: string; onDone?: (answer: Answer) => void },
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      told(done);
      onDone?.(answer);
    },
    onSettled: () =>
      Promise.all(['emergency', 'study', 'timeline'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
