import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { sampleRead, sampleStep, sampleStudy } from './samples.fixture.js';
import { studyEvent } from './study-event.js';

describe('studyEvent', () => {
  it('reaches holders, their groups and the groups of open steps, each once', () => {
    const held = sampleRead({ readingGroupId: asId('g1'), readerId: asId('r1') });
    const queued = sampleRead({
      id: asId('read-2'),
      ladder: [sampleStep('g1', '2026-11-22T07:00:00Z'), sampleStep('g2', '2026-11-22T07:05:00Z', 1)],
    });
    const event = studyEvent('study.held', sampleStudy(), [held, queued], { reason: 'x' });
    expect(event).toMatchObject({ readingGroupIds: ['g1', 'g2'], readerIds: ['r1'], readId: null, version: 1 });
  });

  it('leaves out the groups of steps that are not open', () => {
    const read = sampleRead({ ladder: [sampleStep('g9', null)] });
    expect(studyEvent('read.queued', sampleStudy(), [read], {}, read).readingGroupIds).toEqual([]);
  });

  it('carries the version and id of its read, and reaches that read even when the list lacks it', () => {
    const read = sampleRead({ readingGroupId: asId('g3') });
    const event = studyEvent('read.completed', sampleStudy(), [], {}, read);
    expect(event).toMatchObject({ readId: 'read-1', version: 3, readingGroupIds: ['g3'] });
  });
});
