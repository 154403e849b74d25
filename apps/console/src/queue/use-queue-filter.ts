import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { filterOf, paramsOf } from './filter-params.js';
import type { QueueFilter } from './filter-queue.js';

/** The filter of the address: a figure elsewhere links to the rows behind it, and a reload keeps them. */
export function useQueueFilter(): [QueueFilter, (filter: QueueFilter) => void] {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterOf(params), [params]);
  const change = useCallback((next: QueueFilter) => setParams(paramsOf(next), { replace: true }), [setParams]);
  return [filter, change];
}
