import { describe, expect, it } from '@jest/globals';
import { KeptFor } from './kept-for.js';

describe('what is kept for busy readers', () => {
  it('is one read for each, until that one waits no more', () => {
    const waiting = new Set(['first', 'second']);
    const kept = new KeptFor<string, string>((read) => waiting.has(read));
    expect(kept.admits('ada', 'first')).toBe(true);
    kept.keep('ada', 'first');
    expect([kept.admits('ada', 'first'), kept.admits('ada', 'second'), kept.admits('bea', 'second')]).toEqual([
      true,
      false,
      true,
    ]);
    waiting.delete('first');
    expect(kept.admits('ada', 'second')).toBe(true);
  });
});
