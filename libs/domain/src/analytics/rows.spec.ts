import { describe, expect, it } from '@jest/globals';
import { at, sampleClock } from '../sla/samples.fixture.js';
import { csvRow } from './csv-row.js';
import { groupKeys } from './group-keys.js';
import { slaRow } from './sla-row.js';
import { turnaroundRow } from './turnaround-row.js';

describe('a turnaround row', () => {
  it('says times of all completed reads and the share of those with a target', () => {
    const completed = [4, 6, 7, 9, 11, 12, 15, 18, 22, 31, 58].map((minutes) => ({
      minutes,
      withinTarget: minutes <= 20,
    }));
    const row = turnaroundRow({ priority: 'stat' }, [...completed, { minutes: 400, withinTarget: null }], 2);
    expect(row).toMatchObject({ key: { priority: 'stat' }, n: 12, medianMinutes: 12, p90Minutes: 58, openAndLate: 2 });
    expect(row.withinTarget).toBeCloseTo(8 / 11, 12);
  });

  it('knows nothing of nothing', () => {
    expect(turnaroundRow({}, [], 1)).toEqual({
      key: {},
      n: 0,
      medianMinutes: null,
      p90Minutes: null,
      withinTarget: null,
      interval: null,
      openAndLate: 1,
    });
  });
});

describe('an SLA row', () => {
  const met = sampleClock({ stoppedAt: at(30) });
  const late = sampleClock({ stoppedAt: at(90) });
  const open = sampleClock();

  it('counts a clock still open past its target as late', () => {
    const row = slaRow({}, [met, met, met, late, open], at(61));
    expect(row).toMatchObject({ n: 5, met: 3, late: 2, openAndLate: 1, withinTarget: 0.6 });
  });

  it('does not count a clock that may still be met', () => {
    expect(slaRow({}, [met, open], at(59))).toMatchObject({ n: 1, withinTarget: 1, openAndLate: 0 });
  });

  it('leaves out voided clocks, and quarantined ones but their number', () => {
    const clocks = [met, sampleClock({ voidedAt: at(5) }), sampleClock({ stoppedAt: at(-1) })];
    expect(slaRow({}, clocks, at(500))).toMatchObject({ n: 1, met: 1, quarantined: 1, medianMinutes: 30 });
  });

  it('leaves pauses out of the minutes and of lateness', () => {
    const row = slaRow({}, [{ ...late, dueAt: at(90) }], at(99), () => [
      { reason: 'missing-images', from: at(10), until: at(40) },
    ]);
    expect(row).toMatchObject({ met: 1, medianMinutes: 60 });
  });
});

describe('a CSV row', () => {
  it('has the columns of the keys first and the interval in two', () => {
    const row = turnaroundRow({ tier: 'onshore' }, [{ minutes: 10, withinTarget: true }], 0);
    const cells = csvRow(['tier', 'facility'], { ...row });
    expect(Object.keys(cells)).toEqual([
      'tier',
      'facility',
      'n',
      'medianMinutes',
      'p90Minutes',
      'withinTarget',
      'openAndLate',
      'intervalLow',
      'intervalHigh',
    ]);
    expect(cells).toMatchObject({ tier: 'onshore', facility: null, n: 1, intervalHigh: 1 });
  });
});

describe('grouping', () => {
  it('takes each known key once, in the order given', () => {
    expect(groupKeys('tier, modalityFamily,tier')).toEqual(['tier', 'modalityFamily']);
    expect(groupKeys(undefined)).toEqual([]);
    expect(groupKeys('')).toEqual([]);
  });

  it('refuses unknown keys by name', () => {
    expect(() => groupKeys('tier,patient')).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'analytics/unknown-key',
        message: expect.stringContaining('patient'),
      }),
    );
  });
});
