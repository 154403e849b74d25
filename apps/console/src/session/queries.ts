import { ProblemError } from '@overread/wire';
import { QueryClient } from '@tanstack/react-query';

const worthAsking = (count: number, error: unknown): boolean =>
  count < 2 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500);

/** Refusals are shown at once; only an unreachable or failing server is asked again. */
export const queries = new QueryClient({
  defaultOptions: { queries: { retry: worthAsking, staleTime: 5_000, refetchOnWindowFocus: true } },
});
