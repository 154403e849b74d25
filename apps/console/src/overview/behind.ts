import { queuePath } from '../queue/filter-params.js';
import type { QueueFilter } from '../queue/filter-queue.js';

/** Where the figures of an overview are explained: rows of the queue, or of the studies for whoever has no queue. */
export interface Behind {
  reads: (filter: Partial<QueueFilter>) => string;
}

function studiesPath({ priority, modalityFamily, facility }: Partial<QueueFilter>): string {
  const chosen = Object.entries({ priority, modalityFamily, facility });
  const params = new URLSearchParams(chosen.flatMap(([name, value]) => (value ? [[name, value]] : []))).toString();
  return params === '' ? '/studies' : `/studies?${params}`;
}

export const behindOf = (role: string): Behind => ({ reads: role === 'hospital' ? studiesPath : queuePath });
