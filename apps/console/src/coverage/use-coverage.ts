import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';

/** The server keeps it for some seconds, of a large network for minutes; asked more often, it is there soon after. */
const TICK_MS = 60_000;

/** Of a facility (its code), of a modality family, of both, or of all. */
export interface Narrowing {
  facility?: string;
  modalityFamily?: string;
}

export const useCoverage = (hours: number, narrowing: Narrowing) =>
  useQuery({
    queryKey: ['coverage', hours, narrowing],
    queryFn: () => client.forecast.coverage({ hours, ...narrowing }),
    refetchInterval: TICK_MS,
    placeholderData: (before) => before,
  });
