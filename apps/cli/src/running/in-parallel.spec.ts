import { describe, expect, it } from '@jest/globals';
import { inParallel } from './in-parallel.js';

describe('inParallel', () => {
  it('works on everything, never on more than the limit at once', async () => {
    const done: number[] = [];
    let [atOnce, most] = [0, 0];
    await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      done.push(item);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('takes from what is made as it goes', async () => {
    async function* made() {
      for (const item of ['a', 'b', 'c']) yield item;
    }
    const done: string[] = [];
    await inParallel(made(), 2, async (item) => void done.push(item));
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('throws the first failure and takes no more', async () => {
    const begun: number[] = [];
    const work = inParallel([1, 2, 3, 4], 1, async (item) => {
      begun.push(item);
      if (item === 2) throw new Error('two');
    });
    await expect(work).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
  });
});
