import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import type { StudyReads } from '../offers/live-read.js';
import { at, place, rowsOf } from '../samples.fixture.js';
import { DEFAULT_CONDUCT_SETTINGS } from './conduct-settings.js';
import { idleTimes, returnIdle, stillReading, type HoldingSigns } from './idle-read.js';

const readId = asId<Read['id']>('read-1');
const me = place();
const settings = DEFAULT_CONDUCT_SETTINGS.holding;
const silent: HoldingSigns = { lastSignAt: null, signedOffAt: null };
const open = rowsOf({
  ...me,
  state: 'in-progress',
  startedAt: at(0),
  openedAt: at(1),
  expectedMinutes: 20,
});
const after = (rows: StudyReads, change: Change<StudyReads, unknown>): StudyReads => ({ ...rows, ...change.next });
const tick = (rows: StudyReads, minute: number, signs = silent) =>
  returnIdle(rows, { readId, signs, settings }, at(minute));
const types = (change: Change<StudyReads, unknown>) => (change.events ?? []).map((event) => event.type);
const warned = after(open, tick(open, 56));

describe('a read that is open and idle', () => {
  it('warns its reader before, and goes back after three times what it should take', () => {
    expect(types(tick(open, 55.9))).toEqual([]);
    expect(tick(open, 56).events?.[0]).toMatchObject({
      type: 'read.idle-warned',
      readerIds: ['reader-1'],
      data: { silentSince: at(1).toISOString(), returnsAt: at(61).toISOString() },
    });
    expect(types(tick(warned, 60.9))).toEqual([]);
    const back = tick(warned, 61);
    expect(back.result).toMatchObject({ state: 'queued', readerId: null, queuedAt: at(0), declinedBy: [] });
    expect(back.events?.[0]).toMatchObject({ type: 'read.released', data: { by: 'idle', wasOpened: true } });
  });

  it('is given half an hour however short it is', () => {
    const short = rowsOf({ ...open.reads[0], expectedMinutes: 2 });
    expect(idleTimes(short.reads[0]!, silent, settings)?.returnsAt).toEqual(at(31));
  });

  it('is warned once, and goes back once', () => {
    expect(types(tick(warned, 58))).toEqual([]);
    const back = after(warned, tick(warned, 61));
    expect(tick(back, 62)).toEqual({ result: null });
  });

  it('gives the warning its minutes however late the clock came round', () => {
    const late = after(open, tick(open, 500));
    expect(types(tick(late, 504.9))).toEqual([]);
    expect(types(tick(late, 505))).toEqual(['read.released']);
  });

  it('stays with whoever saves, looks at images, or says that they are at it', () => {
    expect(types(tick(warned, 61, { ...silent, lastSignAt: at(58) }))).toEqual([]);
    expect(types(tick(rowsOf({ ...warned.reads[0], imagesOpenedAt: at(58) }), 61))).toEqual([]);
    const still = stillReading(warned, { readId, readerId: me.readerId }, at(59));
    expect(still.result).toMatchObject({ stillReadingAt: at(59), idleWarnedAt: null });
    expect(types(tick(after(warned, still), 61))).toEqual([]);
    expect(types(tick(after(warned, still), 114))).toEqual(['read.idle-warned']);
  });

  it('goes back sooner when its reader has signed off, who is told as well', () => {
    const gone = { ...silent, signedOffAt: at(10) };
    const told = after(open, tick(open, 10, gone));
    expect(told.reads[0]?.idleWarnedAt).toEqual(at(10));
    expect(types(tick(told, 14.9, gone))).toEqual([]);
    expect(types(tick(told, 15, gone))).toEqual(['read.released']);
  });

  it.each<[string, Partial<Read>]>([
    ['only taken', { openedAt: null }],
    ['signed', { state: 'completed' }],
    ['back already', { state: 'queued', readerId: null, openedAt: null }],
  ])('is left alone once it is %s', (_, changes) => {
    expect(tick(rowsOf({ ...warned.reads[0], ...changes }), 900)).toEqual({ result: null });
  });

  it('is its holder’s to keep, while they have it open', () => {
    const codeOf = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        if (error instanceof DomainError) return `${error.kind} ${error.code}`;
        throw error;
      }
      return 'no error';
    };
    const say = (rows: StudyReads, readerId = me.readerId) => stillReading(rows, { readId, readerId }, at(2));
    expect(codeOf(() => say(open, asId('reader-2')))).toBe('forbidden read/not-yours');
    expect(codeOf(() => say(rowsOf({ ...open.reads[0], openedAt: null })))).toBe('conflict read/not-open');
  });

  it('never goes back within its silence allowed, nor without a warning of its minutes before', () => {
    const minutes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    const signs = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 6 });
    fc.assert(
      fc.property(minutes, signs, (steps, signsAt) => {
        let rows = open;
        let minute = 1;
        let warnedAt: number | null = null;
        for (const step of steps) {
          minute += step;
          const last = Math.max(1, ...signsAt.filter((each) => each <= minute));
          const change = tick(rows, minute, { ...silent, lastSignAt: at(last) });
          if (types(change)[0] === 'read.idle-warned') warnedAt = minute;
          if (types(change)[0] === 'read.released') {
            expect(minute - last).toBeGreaterThanOrEqual(60);
            expect(warnedAt).not.toBeNull();
            expect(minute - (warnedAt ?? 0)).toBeGreaterThanOrEqual(settings.warningMinutes);
            return;
          }
          rows = after(rows, change);
        }
      }),
    );
  });
});
