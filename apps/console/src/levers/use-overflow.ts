import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { counted, text } from '../texts/text.js';
import { told } from '../ui/notify.js';

const NAME = 'overflow';
/** A deadline that comes nearer is told by no event. */
const TICK_MS = 30_000;

/** What other groups' overflow lists offer to one's own group. */
export function useOverflow() {
  useRefreshed([NAME]);
  return useQuery({ queryKey: [NAME], queryFn: () => client.work.overflow(), refetchInterval: TICK_MS });
}

export interface OverflowSaid {
  limit: number;
  minutes: number;
  reason: string;
}

/** Accepts or declines the next so many, and says what could not be and why. */
export function useAnswerOverflow(what: 'accept' | 'decline', onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ limit, minutes, reason }: OverflowSaid) =>
      what === 'accept'
        ? client.work.acceptOverflow({ limit, minutes, reason })
        : client.work.declineOverflow({ limit, reason }),
    onSuccess: ({ answered, gone }) => {
      const why = [...new Set(gone.map(({ message }) => message))].join(' ');
      const rest = gone.length === 0 ? '' : ` ${counted('overflow.gone', gone.length, { why })}`;
      told(text(`overflow.${what}Done`, { n: answered.length }) + rest);
      onDone();
    },
    onSettled: () => Promise.all([NAME, 'queue'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
