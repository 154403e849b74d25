import { NO_FILTER, type QueueFilter } from './filter-queue.js';

const NAMES = Object.keys(NO_FILTER) as (keyof QueueFilter)[];

export const filterOf = (params: URLSearchParams): QueueFilter =>
  Object.fromEntries(NAMES.map((name) => [name, params.get(name) || NO_FILTER[name]])) as unknown as QueueFilter;

export const paramsOf = (filter: Partial<QueueFilter>): URLSearchParams =>
  new URLSearchParams(NAMES.flatMap((name) => (filter[name] ? [[name, filter[name]]] : [])));

/** The address of the queue's rows that a figure counts. */
export const queuePath = (filter: Partial<QueueFilter>): string => {
  const params = paramsOf(filter).toString();
  return params === '' ? '/queue' : `/queue?${params}`;
};
