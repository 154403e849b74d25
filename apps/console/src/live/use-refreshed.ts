import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { coalesce } from './coalesce.js';
import { useLiveEvents } from './live.js';

const SETTLE_MS = 250;

/** A function that asks these again, many calls at once as one. */
export function useInvalidate(...keys: QueryKey[]): () => void {
  const queries = useQueryClient();
  const name = JSON.stringify(keys);
  const refresh = useMemo(() => {
    const all = JSON.parse(name) as QueryKey[];
    return coalesce(() => Promise.all(all.map((queryKey) => queries.invalidateQueries({ queryKey }))), SETTLE_MS);
  }, [queries, name]);
  useEffect(() => refresh.cancel, [refresh]);
  return refresh.call;
}

/** Asks these again after every event of the main topic. */
export function useRefreshed(...keys: QueryKey[]): void {
  const refresh = useInvalidate(...keys);
  useLiveEvents({ event: refresh, snapshot: refresh });
}
