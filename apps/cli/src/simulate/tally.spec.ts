import { describe, expect, it } from '@jest/globals';
import { ProblemError, type Study } from '@overread/wire';
import { summaryText } from './summary-text.js';
import { Tally } from './tally.js';

const RECEIVED = '2026-11-22T06:00:00Z';
const study = (id: string, minutes: number | null, clock = 'met') =>
  ({
    id,
    receivedAt: RECEIVED,
    state: minutes === null ? 'ready' : 'final',
    reads: [
      { issues: 'preliminary', completedAt: RECEIVED },
      {
        issues: 'final',
        completedAt: minutes === null ? null : new Date(Date.parse(RECEIVED) + minutes * 60_000).toISOString(),
      },
    ],
    clocks: [{ state: clock }],
  }) as unknown as Study;
const run = { seed: 'a', seconds: 60, stoppedEarly: false };

describe('Tally', () => {
  it('sums up what was submitted, signed, refused and late', () => {
    const tally = new Tally();
    const studies = [study('1', 4), study('2', 10, 'late'), study('3', 7), study('4', null, 'running')];
    for (const each of studies) tally.submitted(each);
    tally.signedOff({ tier: 'offshore', issues: 'preliminary' });
    for (let n = 0; n < 3; n += 1) tally.signedOff({ tier: 'onshore', issues: 'final' });
    const problem = { type: 'about:blank', title: 'Taken', status: 409, code: 'read/taken' };
    tally.refused(new ProblemError(problem));
    tally.refused(new ProblemError(problem));
    const summary = tally.summary(studies, run);
    expect(summary).toMatchObject({
      submitted: 4,
      finished: 3,
      open: 1,
      signed: 4,
      byTier: { offshore: 1, onshore: 3 },
      byIssue: { final: 3, preliminary: 1 },
      medianTurnaroundMinutes: 7,
      breaches: 1,
      errors: { 'read/taken': 2 },
    });
    expect(summaryText(summary)).toContain('median 7 min');
    expect(summaryText(summary)).toContain('read/taken 2');
  });

  it('knows no median before anything is final, and the middle of two', () => {
    expect(new Tally().summary([], run).medianTurnaroundMinutes).toBeNull();
    expect(new Tally().summary([study('1', 3), study('2', 6)], run).medianTurnaroundMinutes).toBe(4.5);
  });

  it('does not say how studies stand when nobody could be asked', () => {
    const tally = new Tally();
    tally.submitted(study('1', null));
    const summary = tally.summary(null, run);
    expect(summary).toMatchObject({ submitted: 1, finished: null, open: null, breaches: null });
    expect(summaryText(summary)).toContain('how they stand is not known');
  });

  it('throws on what is no answer of the server', () => {
    expect(() => new Tally().refused(new TypeError('ours'))).toThrow('ours');
  });
});
