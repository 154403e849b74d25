import { describe, expect, it } from '@jest/globals';
import { plusMinutes } from '../core/instant.js';
import { readerHealth, SILENT_MINUTES, type ReaderActivity } from './reader-health.js';

const NOW = new Date('2026-11-22T07:00:00Z');
const ago = (minutes: number) => plusMinutes(NOW, -minutes);
const activity = (changes: Partial<ReaderActivity> = {}): ReaderActivity => ({
  present: true,
  reads: 1,
  heldMinutes: 8,
  limits: { routineMinutes: 60, urgentMinutes: 90 },
  current: { since: ago(5), expectedMinutes: 8 },
  lastActivityAt: ago(1),
  ...changes,
});

describe('the health of a reader', () => {
  it.each<[string, Partial<ReaderActivity>, string]>([
    ['is off without a session, whatever they still hold', { present: false }, 'off'],
    ['is idle with nothing held', { reads: 0, heldMinutes: 0, current: null, lastActivityAt: ago(600) }, 'idle'],
    ['is idle with an offer that is not taken yet', { current: null }, 'idle'],
    ['is reading with a read in progress', {}, 'reading'],
    ['is reading at the cap itself', { reads: 6, heldMinutes: 60 }, 'reading'],
    ['is overloaded past the cap', { reads: 6, heldMinutes: 60.5 }, 'overloaded'],
    ['is not overloaded by one long read', { heldMinutes: 75 }, 'reading'],
    [
      'is never overloaded without a cap',
      { reads: 9, heldMinutes: 900, limits: { routineMinutes: null, urgentMinutes: null } },
      'reading',
    ],
    ['is silent when nothing was heard for long', { lastActivityAt: ago(SILENT_MINUTES + 1) }, 'silent'],
    ['is silent before overloaded', { reads: 6, heldMinutes: 90, lastActivityAt: ago(45) }, 'silent'],
    [
      'is given twice the time a long read takes',
      { current: { since: ago(39), expectedMinutes: 20 }, lastActivityAt: ago(39) },
      'reading',
    ],
    ['is silent past that', { current: { since: ago(41), expectedMinutes: 20 }, lastActivityAt: ago(41) }, 'silent'],
    [
      'is silent by the age of the read when nothing else is known',
      { lastActivityAt: null, current: { since: ago(30), expectedMinutes: 8 } },
      'silent',
    ],
  ])('%s', (_, changes, expected) => {
    expect(readerHealth(activity(changes), NOW)).toBe(expected);
  });
});
