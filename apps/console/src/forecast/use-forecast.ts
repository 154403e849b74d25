import type { CapacityForecast } from '@overread/wire';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { useLiveEvents } from '../live/live.js';
import { useInvalidate } from '../live/use-refreshed.js';
import { counted, text } from '../texts/text.js';
import { refused, told } from '../ui/notify.js';

export interface ForecastOf {
  hours: number;
  /** Null is the asker's own: their group, or the whole network. */
  readingGroup: string | null;
  /** How long somebody who is called in takes to be there. */
  callInMinutes: number;
}

const NAME = 'forecast';
/** What no event tells, a deadline that comes nearer, is asked for so often. */
const TICK_MS = 30_000;

const queryOf = ({ hours, callInMinutes, readingGroup }: ForecastOf) => ({
  hours,
  callInMinutes,
  ...(readingGroup ? { readingGroup } : {}),
});

/** The coming hours, again when the server says that they changed. */
export function useForecast(of: ForecastOf) {
  const refresh = useInvalidate([NAME]);
  useLiveEvents({ event: (event) => (event.type === 'queue.forecasted' ? refresh() : undefined), snapshot: refresh });
  return useQuery({
    queryKey: [NAME, of],
    queryFn: () => client.forecast.get(queryOf(of)),
    refetchInterval: TICK_MS,
    placeholderData: (before) => before,
  });
}

/** Applies a remedy and says what it came to. */
export function useRemedy(of: ForecastOf) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, kind }: Pick<CapacityForecast['remedies'][number], 'id' | 'kind'>) => {
      const reason = text(kind === 'call-in' ? 'forecast.callInReason' : 'forecast.reason');
      return client.forecast.apply(id, { ...queryOf(of), reason });
    },
    onSuccess: ({ calledIn, opened, missesBefore: before, missesAfter: after }) => {
      if (calledIn) told(text('forecast.calledIn', { name: calledIn.name, before, after }));
      else told(counted('forecast.applied', opened.length, { before, after }));
    },
    onError: refused,
    onSettled: () => queries.invalidateQueries({ queryKey: [NAME] }),
  });
}
