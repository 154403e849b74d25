import { describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';

/** Work that ends when it is told to. */
function heldWork() {
  const seen: (readonly number[])[] = [];
  const release: (() => void)[] = [];
  const work = (items: readonly number[]): Promise<readonly number[]> => {
    seen.push(items);
    return new Promise((resolve) => release.push(() => resolve(items.map((item) => item * 10))));
  };
  const next = async () => {
    release.shift()?.();
    await new Promise(setImmediate);
  };
  return { seen, work, next };
}

describe('batches', () => {
  it('do together, in order, what came while some were under way, and answer each its own', async () => {
    const { seen, work, next } = heldWork();
    const batches = new Batches(work, 3);
    const answers = Promise.all([1, 2, 3, 4, 5].map((item) => batches.add('a', item)));
    for (let times = 0; times < 3; times++) await next();
    expect(await answers).toEqual([10, 20, 30, 40, 50]);
    expect(seen).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('do not let one key wait for another', async () => {
    const { seen, work, next } = heldWork();
    const batches = new Batches(work, 3);
    const answers = Promise.all([batches.add('a', 1), batches.add('b', 2)]);
    expect(seen).toEqual([[1], [2]]);
    await next();
    await next();
    expect(await answers).toEqual([10, 20]);
  });

  it('fail those of one batch and go on with the next', async () => {
    let calls = 0;
    const batches = new Batches((items: readonly number[]) => {
      calls++;
      return calls === 1 ? Promise.reject(new Error('down')) : Promise.resolve(items);
    }, 3);
    const [first, second] = [batches.add('a', 1), batches.add('a', 2)];
    await expect(first).rejects.toThrow('down');
    expect(await second).toBe(2);
  });
});
