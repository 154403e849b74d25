import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FacilityId } from '../../core/ids.js';
import { asId } from '../../core/ids.js';
import { statShares } from './stat-share.js';

const site = (name: string, reads: number, stat: number, statMinutes = stat * 6) => ({
  facilityId: asId<FacilityId>(name),
  reads,
  stat,
  requestedStat: stat,
  statMinutes,
});

describe('the share of STAT', () => {
  it('is told beside that of all sites, with what it costs the others', () => {
    // On average 20 reads wait while 10 readers are signed on: a read of 6 minutes that goes first costs the others 12.
    const load = { waitedMinutes: 20 * 600, signedOnMinutes: 10 * 600 };
    const [east, west] = statShares([site('east', 100, 60), site('west', 100, 20)], load);
    expect(east).toMatchObject({ share: 0.6, networkShare: 0.4, delayMinutes: 720 });
    // A third of its share is above the network's.
    expect(east?.excessDelayMinutes).toBeCloseTo(240, 9);
    expect(west).toMatchObject({ share: 0.2, delayMinutes: 240, excessDelayMinutes: 0 });
  });

  it('claims no cost where nobody waited, and knows none where nobody read', () => {
    const sites = [site('east', 10, 9)];
    expect(statShares(sites, { waitedMinutes: 0, signedOnMinutes: 600 })[0]?.delayMinutes).toBe(0);
    expect(statShares(sites, { waitedMinutes: 60, signedOnMinutes: 0 })[0]?.delayMinutes).toBeNull();
    expect(statShares([site('east', 0, 0)], { waitedMinutes: 1, signedOnMinutes: 1 })[0]?.share).toBeNull();
  });

  it('never charges a site more than its own delay', () => {
    const some = fc.array(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 500 })), { maxLength: 6 });
    fc.assert(
      fc.property(some, fc.nat({ max: 90_000 }), fc.nat({ max: 90_000 }), (rows, waitedMinutes, signedOnMinutes) => {
        const sites = rows.map(([others, stat], index) => site(`s${index}`, others + stat, stat));
        for (const { delayMinutes, excessDelayMinutes } of statShares(sites, { waitedMinutes, signedOnMinutes }))
          expect(excessDelayMinutes ?? 0).toBeLessThanOrEqual(delayMinutes ?? 0);
      }),
    );
  });
});
