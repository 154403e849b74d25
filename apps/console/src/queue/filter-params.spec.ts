import { describe, expect, it } from '@jest/globals';
import { filterOf, paramsOf, queuePath } from './filter-params.js';
import { NO_FILTER } from './filter-queue.js';

describe('a filter in an address', () => {
  it('is the same filter again', () => {
    const filter = { ...NO_FILTER, priority: 'stat', due: 'late', search: 'head & neck', readerId: 'r' };
    expect(filterOf(new URLSearchParams(paramsOf(filter).toString()))).toEqual(filter);
  });

  it('says only what is chosen, and nothing for everything', () => {
    expect(queuePath({ state: 'queued', tier: null })).toBe('/queue?state=queued');
    expect(queuePath(NO_FILTER)).toBe('/queue');
    expect(filterOf(new URLSearchParams('strange=1'))).toEqual(NO_FILTER);
  });
});
