import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('csv', () => {
  it('has a header line, and leaves empty what is not known', () => {
    const rows = [{ b: 2.5, a: 'CT' }, { a: null }];
    expect(csvOf(['a', 'b'], rows)).toBe('a,b\r\nCT,2.5\r\n,\r\n');
    expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n');
  });

  it('quotes what would break a line', () => {
    expect(csvOf(['a'], [{ a: 'x,"y"\nz' }])).toBe('a\r\n"x,""y""\nz"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('lets no cell be a formula: %j', (text) => {
    expect(
      csvOf(['a'], [{ a: text }])
        .split('\r\n')
        .slice(1)
        .join(''),
    ).toMatch(/^"?'/);
  });
});
