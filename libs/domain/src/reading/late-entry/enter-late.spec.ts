import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import { ADA, at, BEA, openRead, rowsOf, sampleReport, signing } from '../samples.fixture.js';
import { reportText } from '../report-text.js';
import { enterLate, type Entering } from './enter-late.js';
import type { OutsideReading } from './late-entry.js';

const outside = (changes: Partial<OutsideReading> = {}): OutsideReading => ({
  startedAt: at(1),
  readAt: at(10),
  source: 'paper',
  evidence: 'Binder 3, sheet 12',
  place: { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' },
  readingGroupId: asId('day'),
  tier: 'onshore',
  ...changes,
});
const entering = (changes: Partial<OutsideReading> = {}, more: Partial<Entering> = {}): Entering => ({
  ...signing(),
  entryId: asId('entry-1'),
  outside: outside(changes),
  ...more,
});
const waiting = (changes: Partial<Read> = {}) =>
  openRead({ state: 'queued', readerId: null, sessionId: null, startedAt: null, openedAt: null, ...changes });
const rows = (changes: Partial<Read> = {}) => rowsOf([waiting(changes)], [], { acquiredAt: at(0) });
const thrown = (code: string) => expect.objectContaining({ code });

describe('a reading made outside', () => {
  it('completes the read at its true time and is signed when it is entered', () => {
    const change = enterLate(rows(), entering(), at(300));
    expect(change.next?.reads?.[0]).toMatchObject({
      state: 'completed',
      readerId: ADA.readerId,
      sessionId: null,
      startedAt: at(1),
      // Nobody opened it here: no reading time is learned from what was noted on paper.
      openedAt: null,
      completedAt: at(10),
      version: 4,
    });
    expect(change.next?.study).toMatchObject({ state: 'final', version: 2 });
    expect(change.result.completedSessionId).toBeNull();
    expect(change.result.report).toMatchObject({
      kind: 'final',
      signedAt: at(300),
      flags: ['late-entry'],
      lateEntry: { readAt: at(10).toISOString(), source: 'paper' },
    });
    expect(change.next?.reports).toEqual([change.result.report]);
    expect(change.result.entry).toMatchObject({ evidence: 'Binder 3, sheet 12', readAt: at(10), enteredAt: at(300) });
  });

  it('tells both times with its report, and never the evidence', () => {
    const { events = [] } = enterLate(rows(), entering(), at(300));
    expect(events.map(({ type }) => type)).toEqual(['read.started', 'report.finalized', 'read.completed']);
    expect(events[1]?.data).toMatchObject({
      lateEntry: true,
      readAt: at(10).toISOString(),
      enteredAt: at(300).toISOString(),
      flags: ['late-entry'],
    });
    expect(events[2]?.data).toMatchObject({ lateEntry: true, readAt: at(10).toISOString() });
    expect(JSON.stringify(events)).not.toContain('Binder');
  });

  it('is begun in the log once, by whoever had not begun it', () => {
    const held = rowsOf([openRead()], [], { acquiredAt: at(0) });
    const types = enterLate(held, entering(), at(300)).events?.map(({ type }) => type);
    expect(types).toEqual(['report.finalized', 'read.completed']);
  });

  it('says on the printed report when it was read and when it was entered', () => {
    const { report } = enterLate(rows(), entering({ source: 'other-system' }), at(300)).result;
    const header = {
      facility: 'F',
      zone: 'UTC',
      accessionNumbers: [],
      description: null,
      acquiredAt: null,
      patient: null,
    };
    const printed = reportText(report, { ...header, otherReports: [] });
    expect(printed).toContain('Read outside the system and entered late.');
    expect(printed).toContain('signed 2026-11-22 13:00 UTC, read outside (other system) at 2026-11-22 08:10 UTC');
  });

  it('issues what its read is there for', () => {
    const change = enterLate(rows({ issues: 'preliminary' }), entering(), at(300));
    expect(change.events?.[1]).toMatchObject({ type: 'report.issued', data: { lateEntry: true } });
    expect(change.next?.study?.state).toBe('preliminary');
  });

  it('opens the loop of a discrepancy as of its true time', () => {
    const both = rowsOf(
      [waiting(), openRead({ id: asId('prelim'), state: 'completed' })],
      [sampleReport({ conclusion: 'normal' })],
    );
    const body = { impression: 'Bleed.', conclusion: 'critical' as const };
    const [duty] = enterLate(both, entering({}, { body }), at(300)).result.duties;
    expect(duty?.openedAt).toEqual(at(10));
  });

  it.each<[string, Partial<Read>, string]>([
    ['held by another reader', { state: 'in-progress', readerId: BEA.readerId }, 'read/held'],
    ['offered to another reader', { state: 'assigned', readerId: BEA.readerId }, 'read/held'],
    ['completed', { state: 'completed', readerId: ADA.readerId }, 'read/completed'],
    ['cancelled', { state: 'cancelled' }, 'read/cancelled'],
    ['to give an opinion', { issues: 'opinion', purpose: 'secondary' }, 'read/issues-other'],
    ['to add to a final', { purpose: 'addendum' }, 'read/issues-other'],
  ])('is refused for a read that is %s', (_, read, code) => {
    expect(() => enterLate(rows(read), entering(), at(300))).toThrow(thrown(code));
  });

  it.each<[string, Partial<OutsideReading>, number, string]>([
    ['in the future', { readAt: at(302) }, 300, 'late-entry/in-future'],
    ['before there were images', { startedAt: null, readAt: at(-1) }, 300, 'late-entry/before-images'],
    ['begun before there were images', { startedAt: at(-1) }, 300, 'late-entry/before-images'],
    ['begun after it ended', { startedAt: at(11) }, 300, 'late-entry/times-reversed'],
    ['more than seven days ago', {}, 10 + 7 * 24 * 60 + 1, 'late-entry/too-old'],
  ])('is refused when it lies %s', (_, times, minute, code) => {
    expect(() => enterLate(rows(), entering(times), at(minute))).toThrow(thrown(code));
  });

  it('may lie exactly seven days back, and a moment ahead as another clock says', () => {
    expect(() => enterLate(rows(), entering(), at(10 + 7 * 24 * 60))).not.toThrow();
    expect(enterLate(rows(), entering({ readAt: at(10.5) }), at(10)).next?.reads?.[0]?.completedAt).toEqual(at(10));
  });

  it('takes the time of receipt where nobody said when the images were made', () => {
    const unknown = rowsOf([waiting()], [], { receivedAt: at(5) });
    expect(() => enterLate(unknown, entering({ startedAt: null, readAt: at(4) }), at(300))).toThrow(
      thrown('late-entry/before-images'),
    );
    expect(() => enterLate(unknown, entering({ startedAt: at(5) }), at(300))).not.toThrow();
  });

  it('never completes a read after it was entered or before the images', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), (minute, entered) => {
        let completedAt: Date | null | undefined;
        try {
          const times = { startedAt: null, readAt: at(minute) };
          completedAt = enterLate(rows(), entering(times), at(entered)).next?.reads?.[0]?.completedAt;
        } catch {
          return;
        }
        expect(completedAt! <= at(entered) && completedAt! >= at(0)).toBe(true);
      }),
    );
  });
});
