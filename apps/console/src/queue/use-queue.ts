import { everyItem, type LiveEvent, type QueueRow, type Snapshot } from '@overread/wire';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { coalesce } from '../live/coalesce.js';
import { useLive, useLiveEvents } from '../live/live.js';
import { client } from '../session/api.js';
import { mergeQueue, patchQueue } from './patch-queue.js';

const KEY = ['queue'];
const PAGE = 5000;
const SETTLE_MS = 400;

const rowsOf = (snapshot: Snapshot | null): QueueRow[] | undefined =>
  snapshot && 'items' in snapshot ? snapshot.items : undefined;

/**
 * The live queue: the topic's snapshot first; then each event patches its row at once, and the rows are fetched again
 * for what the event does not say (who, why, the forecast), many events as one request.
 */
export function useQueue() {
  const queries = useQueryClient();
  const { snapshot } = useLive();
  const query = useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<QueueRow[]> => {
      const fetched = await everyItem(client.work.queue, { limit: PAGE });
      return mergeQueue(queries.getQueryData<QueueRow[]>(KEY) ?? [], fetched);
    },
    initialData: () => rowsOf(snapshot()),
    initialDataUpdatedAt: 0,
    refetchInterval: 60_000,
  });
  const refresh = useMemo(
    () => coalesce(() => queries.refetchQueries({ queryKey: KEY, exact: true }), SETTLE_MS),
    [queries],
  );
  useEffect(() => refresh.cancel, [refresh]);
  useLiveEvents({
    snapshot: (fresh) => {
      const rows = rowsOf(fresh);
      if (rows) queries.setQueryData(KEY, rows);
    },
    event: (event: LiveEvent) => {
      queries.setQueryData<readonly QueueRow[]>(KEY, (rows) => (rows ? patchQueue(rows, event) : rows));
      refresh.call();
    },
  });
  return { query, refresh: refresh.call };
}
