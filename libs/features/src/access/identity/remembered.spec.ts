import { describe, expect, it } from '@jest/globals';
import { Remembered } from './remembered.js';

describe('a remembered answer', () => {
  const clock = { at: 0 };
  const counting = (atMost = 10) => {
    const asked: string[] = [];
    const ask = (key: string) => {
      asked.push(key);
      return Promise.resolve(asked.length);
    };
    return { asked, remembered: new Remembered(ask, { forMs: 100, atMost, now: () => clock.at }) };
  };

  it('is asked for once while it is kept, also by many at once', async () => {
    const { asked, remembered } = counting();
    expect(await Promise.all([remembered.get('a'), remembered.get('a')])).toEqual([1, 1]);
    clock.at += 99;
    expect(await remembered.get('a')).toBe(1);
    clock.at += 1;
    expect(await remembered.get('a')).toBe(2);
    expect(asked).toEqual(['a', 'a']);
  });

  it('is not kept when it is forgotten while it is being asked for', async () => {
    let answer: (value: string) => void = () => undefined;
    const slow = () => new Promise<string>((resolve) => (answer = resolve));
    const remembered = new Remembered(slow, { forMs: 100, atMost: 10, now: () => clock.at });
    const first = remembered.get('a');
    remembered.forget('a');
    answer('old');
    expect(await first).toBe('old');
    const second = remembered.get('a');
    answer('new');
    expect(await second).toBe('new');
  });

  it('is not kept when asking failed', async () => {
    let fails = true;
    const ask = async () => {
      if (fails) throw new Error('the database is away');
      return 'there';
    };
    const remembered = new Remembered(ask, { forMs: 100, atMost: 10, now: () => clock.at });
    await expect(remembered.get('a')).rejects.toThrow('away');
    fails = false;
    expect(await remembered.get('a')).toBe('there');
  });

  it('gives way to others when there are too many', async () => {
    const { asked, remembered } = counting(2);
    for (const key of ['a', 'b', 'c', 'b', 'a']) await remembered.get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
