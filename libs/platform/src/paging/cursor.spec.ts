import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cursorOf, pageOf, valuesOfCursor } from './cursor.js';

describe('a page', () => {
  it('names where the next begins only when there is one', () => {
    expect(pageOf([1, 2, 3], 3, (n) => [n])).toEqual({ items: [1, 2, 3], next: null });
    const page = pageOf([1, 2, 3], 2, (n) => [n]);
    expect(page.items).toEqual([1, 2]);
    expect(valuesOfCursor(page.next ?? '', 1)).toEqual([2]);
  });

  it('reads back every cursor it wrote', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value), (values) => expect(valuesOfCursor(cursorOf(values), values.length)).toEqual(values)),
    );
  });

  it('refuses what it did not write', () => {
    for (const wrong of ['', 'zzz', cursorOf([1, 2]), Buffer.from('[{}]').toString('base64url')])
      expect(() => valuesOfCursor(wrong, 1)).toThrow('not a cursor');
  });
});
