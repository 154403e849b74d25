import { describe, expect, it } from '@jest/globals';
import type { FacilityId } from '../../core/ids.js';
import { asId } from '../../core/ids.js';
import { siteStatShares, type HourOfSite } from './site-stat-share.js';

const EAST = asId<FacilityId>('east');
const hour = (at: string, studies: number, stat: number): HourOfSite => ({
  facilityId: EAST,
  hour: new Date(at),
  studies,
  stat,
});
const NOW = new Date('2026-11-22T10:40:00Z');

describe('the share of STAT of a site', () => {
  it('is of the seven days up to the last full hour', () => {
    const shares = siteStatShares([
      hour('2026-11-15T09:00:00Z', 100, 100),
      hour('2026-11-15T10:00:00Z', 10, 10),
      hour('2026-11-22T09:00:00Z', 10, 0),
      hour('2026-11-22T10:00:00Z', 100, 100),
    ]);
    expect(shares(EAST, NOW)).toBe(0.5);
    expect(shares(EAST, new Date('2026-11-22T10:00:00Z'))).toBe(0.5);
    expect(shares(EAST, new Date('2026-11-22T11:00:00Z'))).toBeCloseTo(100 / 110, 9);
  });

  it('is not known of few studies, nor of a site that sent nothing', () => {
    const shares = siteStatShares([hour('2026-11-22T08:00:00Z', 19, 19)]);
    expect(shares(EAST, NOW)).toBeUndefined();
    expect(shares(asId<FacilityId>('west'), NOW)).toBeUndefined();
    expect(siteStatShares([hour('2026-11-22T08:00:00Z', 20, 5)])(EAST, NOW)).toBe(0.25);
  });
});
