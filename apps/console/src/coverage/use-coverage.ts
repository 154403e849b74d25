import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';

/** The server makes it anew once in five minutes at most; asked more often, it is there soon after. */
const TICK_MS = 60_000;

export const useCoverage = (hours: number) =>
  useQuery({
    queryKey: ['coverage', hours],
    queryFn: () => client.forecast.coverage({ hours }),
    refetchInterval: TICK_MS,
    placeholderData: (before) => before,
  });
