import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../core/ids.js';
import type { ReadId } from '../core/ids.js';
import type { ReportKind } from '../reading/report.js';
import { PURPOSES, READ_STATES, type Read } from './read.js';
import { sampleRead, sampleStudy } from './samples.fixture.js';
import { RETRACTED_FLAG, studyState } from './study-state.js';
import { ISSUES, STUDY_STATES } from './study.js';

const at = new Date('2026-11-22T07:00:00Z');
const arrived = sampleStudy({ seriesArrived: 2, instancesArrived: 64, state: 'receiving' });
const ready = sampleStudy({ ...arrived, readyAt: at, state: 'ready' });
const preliminaryRead = sampleRead({ issues: 'preliminary' });
const finalRead = sampleRead({ id: asId('read-2'), ordinal: 1, issues: 'final' });
const report = (
  readId: ReadId,
  kind: ReportKind,
  flags: string[] = [],
): { readId: ReadId; kind: ReportKind; flags: string[] } => ({ readId, kind, flags });

describe('studyState', () => {
  it('follows the images until it is ready', () => {
    expect(studyState(sampleStudy(), [])).toBe('expected');
    expect(studyState(arrived, [])).toBe('receiving');
    expect(studyState(ready, [sampleRead()])).toBe('ready');
  });

  it('is reading while a primary read is open, also a critical one still receiving', () => {
    expect(studyState(arrived, [sampleRead({ state: 'in-progress' })])).toBe('reading');
  });

  it('goes back to ready when the only open read is released', () => {
    const reading = sampleStudy({ ...ready, state: 'reading' });
    expect(studyState(reading, [sampleRead({ state: 'queued' })])).toBe('ready');
    expect(studyState(sampleStudy({ ...arrived, state: 'reading' }), [sampleRead()])).toBe('receiving');
  });

  it('goes from preliminary to final without a step back while the final is read', () => {
    const completed = { ...preliminaryRead, state: 'completed' as const };
    const study = sampleStudy({ ...ready, state: 'preliminary' });
    expect(studyState(ready, [completed, finalRead])).toBe('preliminary');
    expect(studyState(study, [completed, { ...finalRead, state: 'in-progress' }])).toBe('preliminary');
    expect(studyState(study, [completed, { ...finalRead, state: 'completed' }])).toBe('final');
  });

  it('is preliminary when a final read issues a preliminary report first', () => {
    const open = { ...finalRead, state: 'in-progress' as const };
    expect(studyState(ready, [open], [report(open.id, 'preliminary')])).toBe('preliminary');
    expect(studyState(ready, [open], [report(open.id, 'verbal')])).toBe('reading');
  });

  it('is retracted when every result is withdrawn, and final again with the right one', () => {
    const done = { ...finalRead, state: 'completed' as const };
    const study = sampleStudy({ ...ready, state: 'final' });
    const withdrawn = report(done.id, 'final', [RETRACTED_FLAG]);
    expect(studyState(study, [done], [withdrawn])).toBe('retracted');
    expect(studyState({ ...study, state: 'retracted' }, [done])).toBe('retracted');
    expect(studyState({ ...study, state: 'retracted' }, [done], [withdrawn, report(done.id, 'final')])).toBe('final');
  });

  const anyRead = fc.record({
    purpose: fc.constantFrom(...PURPOSES),
    issues: fc.constantFrom(...ISSUES),
    state: fc.constantFrom(...READ_STATES),
  });
  const anyReads = fc
    .array(anyRead, { maxLength: 4 })
    .map((list) =>
      list.map((changes, index): Read => sampleRead({ ...changes, id: asId(`read-${index}`), ordinal: index })),
    );

  it('is never moved by a read that is not primary', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STUDY_STATES), anyReads, (state, reads) => {
        const primary = reads.filter((read) => read.purpose === 'primary');
        expect(studyState({ ...ready, state }, reads)).toBe(studyState({ ...ready, state }, primary));
      }),
      { numRuns: 300 },
    );
  });

  it('never takes back a result or a cancellation without a retraction', () => {
    const order = ['preliminary', 'final'];
    fc.assert(
      fc.property(fc.constantFrom('preliminary', 'final', 'cancelled'), anyReads, (state, reads) => {
        const next = studyState({ ...ready, state: state as 'final' }, reads);
        if (state === 'cancelled') expect(next).toBe('cancelled');
        else expect(order).toContain(next);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same state when asked again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STUDY_STATES), anyReads, (state, reads) => {
        const once = studyState({ ...ready, state }, reads);
        expect(studyState({ ...ready, state: once }, reads)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });
});
