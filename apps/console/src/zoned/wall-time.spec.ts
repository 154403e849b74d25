import { describe, expect, it } from '@jest/globals';
import { instantsOf, localOf } from './wall-time.js';

const CHICAGO = 'America/Chicago';

describe('a time by a zone’s clock', () => {
  it('is one instant on a usual day', () => {
    expect(instantsOf(CHICAGO, '2026-11-26T20:30')).toEqual(['2026-11-27T02:30:00.000Z']);
    expect(instantsOf('Asia/Kolkata', '2026-11-26T20:30')).toEqual(['2026-11-26T15:00:00.000Z']);
  });

  it('is two in the hour that comes twice, the first one first', () => {
    expect(instantsOf(CHICAGO, '2026-11-01T01:30')).toEqual(['2026-11-01T06:30:00.000Z', '2026-11-01T07:30:00.000Z']);
  });

  it('is none in the hour that is skipped, and of what is no time', () => {
    expect(instantsOf(CHICAGO, '2026-03-08T02:30')).toEqual([]);
    expect([instantsOf(CHICAGO, ''), instantsOf(CHICAGO, '2026-13-08T02:30')]).toEqual([[], []]);
  });

  it('goes back to what the clock shows', () => {
    expect(localOf(CHICAGO, new Date('2026-11-01T07:30:00.000Z'))).toBe('2026-11-01T01:30');
  });
});
