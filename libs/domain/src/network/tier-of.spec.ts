import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Place } from './network.js';
import { DEFAULT_NEARSHORE, tierOf } from './tier-of.js';

const place = (country: string, zone: string): Place => ({ country, subdivision: null, zone });
const now = new Date('2026-11-22T07:00:00Z');
const chicago = place('US', 'America/Chicago');

describe('tierOf', () => {
  it.each([
    ['onshore', 'US', 'Pacific/Honolulu', 'US', 'America/New_York'],
    ['onshore', 'PR', 'America/Puerto_Rico', 'US', 'America/Chicago'],
    ['onshore', 'US', 'America/Chicago', 'GU', 'Pacific/Guam'],
    ['nearshore', 'CA', 'America/Toronto', 'US', 'America/Chicago'],
    ['nearshore', 'GB', 'Europe/London', 'DE', 'Europe/Berlin'],
    ['nearshore', 'CA', 'America/Toronto', 'PR', 'America/Puerto_Rico'],
    ['offshore', 'MX', 'America/Tijuana', 'PR', 'America/Puerto_Rico'],
    ['offshore', 'CO', 'America/Bogota', 'US', 'America/New_York'],
    ['offshore', 'IN', 'Asia/Kolkata', 'US', 'America/Chicago'],
    ['offshore', 'CA', 'Mars/Olympus', 'US', 'America/Chicago'],
  ] as const)('is %s from %s (%s) for %s (%s)', (tier, from, fromZone, to, toZone) => {
    expect(tierOf(place(from, fromZone), place(to, toZone), now)).toBe(tier);
  });

  it('takes a pair of the table as near in either order, whatever the hours', () => {
    const rules = { ...DEFAULT_NEARSHORE, pairs: [['US', 'CO']] as const };
    expect(tierOf(place('CO', 'America/Bogota'), chicago, now, rules)).toBe('nearshore');
    expect(tierOf(place('PR', 'America/Puerto_Rico'), place('CO', 'America/Bogota'), now, rules)).toBe('nearshore');
  });

  it('changes with daylight saving when that moves the two clocks past three hours', () => {
    // New York moves to -4 in March while Tijuana (with California) follows; Hermosillo stays at -7.
    const [newYork, hermosillo] = [place('US', 'America/New_York'), place('MX', 'America/Hermosillo')];
    expect(tierOf(hermosillo, newYork, new Date('2026-07-01T12:00:00Z'))).toBe('nearshore');
    expect(tierOf(place('MX', 'America/Tijuana'), newYork, new Date('2026-07-01T12:00:00Z'))).toBe('nearshore');
    const halifax = place('CA', 'America/Halifax');
    expect(tierOf(halifax, place('US', 'America/Phoenix'), new Date('2026-01-15T12:00:00Z'))).toBe('nearshore');
    expect(tierOf(halifax, place('US', 'America/Phoenix'), new Date('2026-07-15T12:00:00Z'))).toBe('offshore');
  });

  it('has one answer for the whole of the day on which the clocks change', () => {
    const [halifax, phoenix] = [place('CA', 'America/Halifax'), place('US', 'America/Phoenix')];
    // 8 March 2026: Halifax springs forward at 06:00Z, that is 23:00 of the 7th in Phoenix.
    expect(tierOf(halifax, phoenix, new Date('2026-03-08T05:30:00Z'))).toBe('nearshore');
    expect(tierOf(halifax, phoenix, new Date('2026-03-08T06:30:00Z'))).toBe('nearshore');
    expect(tierOf(halifax, phoenix, new Date('2026-03-08T07:30:00Z'))).toBe('offshore');
    expect(tierOf(halifax, phoenix, new Date('2026-03-09T06:30:00Z'))).toBe('offshore');
  });

  it('forgets a legal space outside its dates', () => {
    const space = {
      name: 'old',
      countries: ['US', 'CO'],
      validFrom: null,
      validUntil: new Date('2026-01-01T00:00:00Z'),
    };
    const rules = { ...DEFAULT_NEARSHORE, legalSpaces: [space] };
    const bogota = place('CO', 'America/Bogota');
    expect(tierOf(bogota, chicago, new Date('2025-12-31T23:00:00Z'), rules)).toBe('nearshore');
    expect(tierOf(bogota, chicago, new Date('2026-01-01T00:00:00Z'), rules)).toBe('offshore');
  });

  it('is onshore exactly within one country of law', () => {
    const country = fc.constantFrom('US', 'PR', 'GU', 'CA', 'GB', 'DE', 'IN', 'AU');
    const zone = fc.constantFrom('America/Chicago', 'Europe/London', 'Asia/Kolkata', 'Pacific/Guam');
    fc.assert(
      fc.property(country, zone, country, zone, (a, az, b, bz) => {
        const us = (code: string): boolean => ['US', 'PR', 'GU'].includes(code);
        expect(tierOf(place(a, az), place(b, bz), now) === 'onshore').toBe(a === b || (us(a) && us(b)));
      }),
      { numRuns: 200 },
    );
  });
});
