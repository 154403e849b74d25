import { describe, expect, it } from '@jest/globals';
import type { QueueRow } from '@overread/wire';
import { filterQueue, NO_FILTER } from './filter-queue.js';

const row = (readId: string, changes: Partial<QueueRow> = {}): QueueRow => ({
  readId,
  studyId: 's',
  purpose: 'primary',
  issues: 'final',
  state: 'queued',
  priority: 'routine',
  protocol: null,
  modalityFamily: 'CT',
  bodyPart: 'HEAD',
  facility: 'mercy-east',
  tier: 'onshore',
  readingGroupId: null,
  reader: null,
  receivedAt: '2026-11-22T06:00:00Z',
  dueAt: '2026-11-22T08:00:00Z',
  slackMinutes: null,
  breachChance: null,
  why: { code: 'waiting', text: 'Step 1 of 2 open' },
  version: 1,
  ...changes,
});
const rows = [
  row('a', { priority: 'urgent', dueAt: '2026-11-22T07:00:00Z', modalityFamily: 'MR', bodyPart: 'KNEE' }),
  row('b', { priority: 'critical', dueAt: '2026-11-22T09:00:00Z', reader: { id: 'r', name: 'Dr Grace Okafor' } }),
  row('c', { dueAt: null }),
  row('d', { priority: 'critical', dueAt: '2026-11-22T06:30:00Z' }),
];
const shown = (changes: object, sorting = { by: 'slack', descending: false }, now = 0) =>
  filterQueue(rows, { filter: { ...NO_FILTER, ...changes }, sorting, now }).map(({ readId }) => readId);

describe('filterQueue', () => {
  it('puts the least slack first, and what has no deadline last', () => {
    expect(shown({})).toEqual(['d', 'a', 'b', 'c']);
  });

  it('puts equal rows in the order of their deadlines, whichever way the column is sorted', () => {
    expect(shown({}, { by: 'priority', descending: false })).toEqual(['d', 'b', 'a', 'c']);
    expect(shown({}, { by: 'priority', descending: true })).toEqual(['c', 'a', 'd', 'b']);
  });

  it('finds rows by every word that is searched', () => {
    expect(shown({ search: 'grace head' })).toEqual(['b']);
    expect(shown({ search: '  KNEE ' })).toEqual(['a']);
    expect(shown({ search: 'grace knee' })).toEqual([]);
  });

  it('keeps only what is past its deadline at that moment', () => {
    const now = Date.parse('2026-11-22T07:30:00Z');
    expect(shown({ due: 'late' }, { by: 'slack', descending: false }, now)).toEqual(['d', 'a']);
  });

  it('tells what is near its deadline from what is past it', () => {
    const now = Date.parse('2026-11-22T06:55:00Z');
    expect(shown({ due: 'soon' }, { by: 'slack', descending: false }, now)).toEqual(['a']);
  });

  it('shows what one reader holds', () => {
    expect(shown({ readerId: 'r' })).toEqual(['b']);
  });
});
