import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CoverageWarning } from '@overread/wire';
import { useLiveEvents } from '../live/live.js';
import { useInvalidate } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import type { Narrowing } from './use-coverage.js';
import { told } from '../ui/notify.js';

const NAME = 'coverage-warnings';
/** For what no event tells: a clock that moves on, a warning that goes on quietly. */
const TICK_MS = 60_000;

const isOfWarnings = ({ type }: { type: string }): boolean =>
  type.startsWith('coverage.') || type === 'credential.expiring';

/** What is told ahead of time, again whenever one is told, seen or over. */
export function useWarnings(state: 'open' | 'unacknowledged', enabled = true, narrowing: Narrowing = {}) {
  const refresh = useInvalidate([NAME]);
  useLiveEvents({ event: (event) => (isOfWarnings(event) ? refresh() : undefined), snapshot: refresh });
  return useQuery({
    queryKey: [NAME, state, narrowing],
    queryFn: () => client.forecast.warnings({ state, limit: 200, ...narrowing }),
    refetchInterval: TICK_MS,
    enabled,
  });
}

/** Says by the asker's name that a warning has been seen. */
export function useAcknowledge({ onDone }: { onDone: () => void }) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, note }: Pick<CoverageWarning, 'id'> & { note: string }) =>
      client.forecast.acknowledge(id, note === '' ? {} : { note }),
    onSuccess: () => {
      told(text('warning.seenDone'));
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [NAME] }),
  });
}
