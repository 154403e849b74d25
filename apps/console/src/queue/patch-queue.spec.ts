import { describe, expect, it } from '@jest/globals';
import type { LiveEvent, QueueRow } from '@overread/wire';
import { mergeQueue, patchQueue } from './patch-queue.js';

const row = (readId: string, version: number, state: QueueRow['state'] = 'queued'): QueueRow => ({
  readId,
  studyId: 's1',
  purpose: 'primary',
  issues: 'final',
  state,
  priority: 'stat',
  protocol: null,
  modalityFamily: 'CT',
  bodyPart: 'HEAD',
  facility: 'mercy-east',
  tier: 'onshore',
  readingGroupId: null,
  reader: null,
  receivedAt: '2026-11-22T06:00:00Z',
  dueAt: '2026-11-22T07:00:00Z',
  slackMinutes: 60,
  breachChance: null,
  why: { code: 'waiting', text: 'waiting' },
  version,
});
const event = (type: string, readId: string, version: number): LiveEvent => ({
  position: 1,
  type,
  at: '2026-11-22T06:10:00Z',
  studyId: 's1',
  readId,
  version,
  data: {},
});

describe('patchQueue', () => {
  it('moves the row to the state that the event says, with the version of the event', () => {
    const rows = patchQueue([row('a', 1), row('b', 1)], event('read.started', 'a', 2));
    expect(rows.map((one) => [one.readId, one.state, one.version])).toEqual([
      ['a', 'in-progress', 2],
      ['b', 'queued', 1],
    ]);
  });

  it('forgets the holder of a read that went back to the queue', () => {
    const held = { ...row('a', 3, 'in-progress'), reader: { id: 'r', name: 'Dr A' } };
    expect(patchQueue([held], event('read.released', 'a', 4))[0]?.reader).toBeNull();
  });

  it('drops the row of a read that is done', () => {
    expect(patchQueue([row('a', 1), row('b', 1)], event('read.completed', 'a', 2)).map((one) => one.readId)).toEqual([
      'b',
    ]);
  });

  it('leaves the rows alone for a version they have already, an unknown read or a type that says nothing of the state', () => {
    const rows = [row('a', 2)];
    expect(patchQueue(rows, event('read.completed', 'a', 2))).toBe(rows);
    expect(patchQueue(rows, event('read.completed', 'z', 9))).toBe(rows);
    expect(patchQueue(rows, event('sla.warned', 'a', 3))).toBe(rows);
  });
});

describe('mergeQueue', () => {
  it('takes the fetched rows, but keeps one that is newer than what was fetched', () => {
    const merged = mergeQueue([row('a', 5, 'assigned'), row('gone', 1)], [row('a', 4), row('b', 1)]);
    expect(merged.map((one) => [one.readId, one.version])).toEqual([
      ['a', 5],
      ['b', 1],
    ]);
  });
});
