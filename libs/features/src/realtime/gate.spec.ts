import { describe, expect, it } from '@jest/globals';
import { Gate } from './gate.js';

describe('a gate', () => {
  it('lets so many through at a time, in order, also after one has failed', async () => {
    const gate = new Gate(2);
    const began: number[] = [];
    const ends: (() => void)[] = [];
    const pass = (number: number) =>
      gate.pass(async () => {
        began.push(number);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (number === 2) throw new Error('failed');
        return number;
      });
    const passed = [1, 2, 3, 4, 5].map((number) => pass(number).catch((error: Error) => error.message));
    for (let ended = 0; ended < 5; ended++) {
      expect(began.length - ended).toBe(Math.min(2, 5 - ended));
      ends[ended]?.();
      await passed[ended];
      await Promise.resolve();
    }
    expect(began).toEqual([1, 2, 3, 4, 5]);
    expect(await Promise.all(passed)).toEqual([1, 'failed', 3, 4, 5]);
  });
});
