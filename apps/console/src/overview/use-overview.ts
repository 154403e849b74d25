import { useQuery } from '@tanstack/react-query';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { serverNow } from '../ui/use-now.js';

/** What no event tells (a deadline comes near) is asked for so often. */
const TICK_MS = 20_000;

/** Today begins at midnight where the person is. */
export function midnight(): string {
  const at = new Date(serverNow());
  at.setHours(0, 0, 0, 0);
  return at.toISOString();
}

/** How things stand, asked for again after every event of the main topic. */
export function useOverview() {
  useRefreshed(['overview']);
  return useQuery({
    queryKey: ['overview'],
    queryFn: () => client.analytics.overview({ from: midnight() }),
    refetchInterval: TICK_MS,
    placeholderData: (before) => before,
  });
}
