import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { sampleRead, sampleStep, sampleStudy } from '../studies/samples.fixture.js';
import { studyEvent } from '../studies/study-event.js';
import { replayWindow } from './replay-window.js';
import { mergeTopics, parseTopic } from './topic.js';
import { topicsOf } from './topics-of.js';

describe('the replay window', () => {
  it.each([
    ['a snapshot for a client that has seen nothing', undefined, 100, 1, 'snapshot'],
    ['the events since for one within the log', 40, 100, 1, 'events'],
    ['no events for one that is up to date', 100, 100, 1, 'events'],
    ['events when the next one is the oldest kept', 9, 100, 10, 'events'],
    ['a snapshot when the next one is gone', 8, 100, 10, 'snapshot'],
    ['nothing to replay when all is gone but nothing happened since', 100, 100, null, 'events'],
    ['a snapshot when all is gone', 90, 100, null, 'snapshot'],
    ['a snapshot for a place ahead of the log', 101, 100, 1, 'snapshot'],
    ['events from the very beginning', 0, 100, 1, 'events'],
    ['a snapshot for what is no position', 1.5, 100, 1, 'snapshot'],
    ['a snapshot for a negative position', -1, 100, 0, 'snapshot'],
  ] as const)('is %s', (_, after, horizon, oldest, expected) => {
    expect(replayWindow(after, { horizon, oldest })).toBe(expected);
  });

  it('prefers a snapshot to very many events', () => {
    expect(replayWindow(10, { horizon: 20, oldest: 1, maximum: 10 })).toBe('events');
    expect(replayWindow(9, { horizon: 20, oldest: 1, maximum: 10 })).toBe('snapshot');
  });
});

describe('topics', () => {
  const id = '0199d1b2-0000-7000-8000-00000000000a';

  it.each([
    ['network', { kind: 'network', id: null }],
    ['worklist', { kind: 'worklist', id: null }],
    [`study:${id}`, { kind: 'study', id }],
    [`health-system:${id}`, { kind: 'health-system', id }],
    [`reading-group:${id}`, { kind: 'reading-group', id }],
    [`worklist:${id}`, null],
    ['study:', null],
    ['study:1', null],
    [`network:${id}`, null],
    [`study:${id}\n`, null],
    ['', null],
  ])('reads %j', (text, expected) => {
    expect(parseTopic(text)).toEqual(expected);
  });

  it('reach the groups and readers of both sides of a move', () => {
    const before = sampleRead({ readingGroupId: asId('day'), readerId: asId('ada') });
    const after = sampleRead({ ladder: [sampleStep('night', '2026-11-22T08:00:00Z')] });
    expect(topicsOf(studyEvent('read.released', sampleStudy(), [before], {}, after))).toEqual([
      'network',
      'health-system:mercy',
      'reading-group:day',
      'reading-group:night',
      'worklist:ada',
      'study:study-1',
    ]);
  });

  it('are merged without doubles, in order of first appearance', () => {
    expect(mergeTopics(['network', 'study:1'], new Set(['study:1', 'worklist:2']), [])).toEqual([
      'network',
      'study:1',
      'worklist:2',
    ]);
  });
});
