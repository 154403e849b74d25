import { describe, expect, it } from '@jest/globals';
import { refuseDeepJson } from './json-depth.js';

const deep = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels));

describe('the JSON depth limit', () => {
  it('lets the limit pass and refuses one more', () => {
    expect(() => refuseDeepJson(deep(64))).not.toThrow();
    expect(() => refuseDeepJson(deep(65))).toThrow('nests deeper than 64');
  });

  it('does not count brackets in texts, nor siblings', () => {
    expect(() =>
      refuseDeepJson(Buffer.from(JSON.stringify({ a: '[{"\\'.repeat(99), b: Array(99).fill({}) }))),
    ).not.toThrow();
  });
});
