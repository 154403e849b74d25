import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FacilityId } from '../../core/ids.js';
import { asId } from '../../core/ids.js';
import { statShares, type SiteWait, type SiteWork } from './stat-share.js';

const site = (name: string, reads: number, stat: number, changes: Partial<SiteWork> = {}): SiteWork => ({
  facilityId: asId<FacilityId>(name),
  reads,
  critical: 0,
  stat,
  requestedStat: stat,
  lowered: 0,
  statMinutes: stat * 6,
  statWaitMinutes: null,
  routineWaitMinutes: null,
  statOpenedLater: 0,
  ...changes,
});
const wait = (name: string, urgentMinutes: number, routineMinutes: number): SiteWait => ({
  facilityId: asId<FacilityId>(name),
  urgentMinutes,
  routineMinutes,
});

describe('the share of STAT', () => {
  it('is told beside that of all sites, with what it costs the others', () => {
    // On average 20 reads wait while 10 readers are signed on: a read of 6 minutes that goes first costs the others 12.
    const waited = [wait('east', 600, 2400), wait('west', 3000, 6000)];
    const [east, west] = statShares([site('east', 100, 60), site('west', 100, 20)], {
      waited,
      signedOnMinutes: 10 * 600,
    });
    expect(east).toMatchObject({ share: 0.6, networkShare: 0.4, delayMinutes: 720 });
    // A third of its share is above the network's.
    expect(east?.excessDelayMinutes).toBeCloseTo(240, 9);
    expect(west).toMatchObject({ share: 0.2, delayMinutes: 240, excessDelayMinutes: 0 });
    // What its own reads waited is no cost to others: half of what west's urgent reads waited per reader, times 360.
    expect(east).toMatchObject({ othersUrgentMinutes: 180, othersRoutineMinutes: 360 });
    expect(west).toMatchObject({ othersUrgentMinutes: 12, othersRoutineMinutes: 48 });
  });

  it('is of what was asked for, against the site’s own past and the network’s: what policy lowers does not cure it', () => {
    const sites = [
      site('east', 100, 20, { requestedStat: 60, lowered: 40, statMinutes: 120 }),
      site('west', 100, 20, { requestedStat: 20 }),
    ];
    const past = [{ facilityId: asId<FacilityId>('east'), reads: 50, requestedStat: 20 }];
    const [east, west] = statShares(sites, { waited: [wait('west', 600, 0)], signedOnMinutes: 600 }, past);
    expect(east).toMatchObject({ share: 0.2, requestedShare: 0.6, networkRequestedShare: 0.4, lowered: 40 });
    expect(east).toMatchObject({ pastReads: 50, pastRequestedShare: 0.4, delayMinutes: 120 });
    expect(west).toMatchObject({ pastReads: 0, pastRequestedShare: null });
  });

  it('claims no cost where nobody waited, and knows none where nobody read', () => {
    const sites = [site('east', 10, 9)];
    const load = (minutes: number, signedOnMinutes: number) => ({
      waited: [wait('east', minutes, 0)],
      signedOnMinutes,
    });
    expect(statShares(sites, load(0, 600))[0]?.delayMinutes).toBe(0);
    expect(statShares(sites, load(60, 0))[0]).toMatchObject({ delayMinutes: null, othersUrgentMinutes: null });
    expect(statShares([site('east', 0, 0)], load(1, 1))[0]).toMatchObject({ share: null, requestedShare: null });
  });

  it('never charges a site more than its own delay, nor others more than everybody', () => {
    const some = fc.array(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 500 })), { maxLength: 6 });
    fc.assert(
      fc.property(some, fc.nat({ max: 90_000 }), fc.nat({ max: 90_000 }), (rows, minutes, signedOnMinutes) => {
        const sites = rows.map(([others, stat], index) => site(`s${index}`, others + stat, stat));
        const waited = sites.map((_, index) => wait(`s${index}`, minutes / (index + 1), minutes));
        for (const each of statShares(sites, { waited, signedOnMinutes })) {
          const all = (each.delayMinutes ?? 0) * (1 + 1e-9);
          expect(each.excessDelayMinutes ?? 0).toBeLessThanOrEqual(all);
          expect((each.othersUrgentMinutes ?? 0) + (each.othersRoutineMinutes ?? 0)).toBeLessThanOrEqual(all);
        }
      }),
    );
  });
});
