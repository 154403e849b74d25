import { describe, expect, it } from '@jest/globals';
import { opening } from '@overread/domain';
import { coverageWords, opensWords, poolWords } from './ladder-words.js';
import { conditionWords } from './rule-words.js';

describe('a policy in words', () => {
  it('says on which days hours are', () => {
    const hours = { zone: 'UTC', windows: [{ days: [6, 7], from: '19:00', to: '07:00' }] };
    expect(conditionWords({ attribute: 'now', operator: 'within-hours', hours })).toBe(
      'Local time: Sat Sun 19:00–07:00 UTC',
    );
  });

  it('says whom a step is for, beside its tiers', () => {
    const pool = { tiers: [], readingGroupIds: ['group-1' as never], readerId: null };
    const overflow = { below: 3, shows: 2 };
    expect(poolWords({ pool }, () => 'Night Reads')).toBe('Every tier · Night Reads');
    expect(poolWords({ pool: { ...pool, readingGroupIds: [], offRoster: true, overflow } }, () => null)).toBe(
      'Every tier · off their rostered hours · overflow: opens below 3 reads of one’s own, shows 2',
    );
  });

  it('says every way in which a step opens', () => {
    expect(opensWords({ opens: opening({ whenUncoveredAfterMinutes: 240 }) })).toBe(
      'after 240 min with nobody eligible signed on',
    );
  });

  it('says how work that nobody takes reaches more people', () => {
    const broadenUncovered = { urgentAfterMinutes: 0, routineAfterMinutes: 240 };
    expect(coverageWords({ broadenUncovered, widenAtBreach: true, overdueOffRoster: true })).toHaveLength(3);
    expect(coverageWords({ widenAtBreach: false })).toEqual([]);
  });
});
