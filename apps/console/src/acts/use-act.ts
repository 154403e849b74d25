import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { told } from '../ui/notify.js';

/** An act that is told of once it is done; what shows it (`shownBy`) is asked again, whether it was done or refused. */
export function useAct<Values, Answer>(
  send: (values: Values) => Promise<Answer>,
  { done, shownBy, onDone }: { done: string; shownBy: readonly QueryKey[]; onDone?: (answer: Answer) => void },
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      told(done);
      onDone?.(answer);
    },
    onSettled: () => Promise.all(shownBy.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
