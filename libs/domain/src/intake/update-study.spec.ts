import { describe, expect, it } from '@jest/globals';
import { sampleStudy } from '../studies/samples.fixture.js';
import type { PriorityBasis, Study } from '../studies/study.js';
import { updateStudy } from './accept-submission.js';

const NOW = new Date('2026-11-22T08:00:00Z');
const said: PriorityBasis = {
  source: 'network',
  by: 'user-1',
  from: 'urgent',
  reason: 'He got worse',
  at: '2026-11-22T07:59:59.000Z',
  rule: null,
};
const update = (study: Partial<Study>, changes: Partial<Study>) => {
  const fields = Object.keys(changes).map((field) => ({ field, applied: true }));
  return updateStudy({ study: sampleStudy(study), reads: [] }, { changes, differences: fields }, NOW);
};
const asksForStat = { requestedPriority: 'stat', priority: 'stat' } as const;

describe('a later message that asks for more', () => {
  it('raises the study, and nobody answers for it by name: policy says what it counts as', () => {
    const { result, events } = update({ priority: 'urgent', priorityBasis: said }, asksForStat);
    expect(result).toMatchObject({ priority: 'stat', requestedPriority: 'stat', priorityBasis: null });
    expect(events?.map(({ type }) => type)).toEqual(['study.updated', 'study.prioritized']);
  });

  it('does not undo what a person has raised since it was compared', () => {
    const { result, events } = update({ priority: 'critical', priorityBasis: said }, asksForStat);
    expect(result).toMatchObject({ priority: 'critical', requestedPriority: 'stat', priorityBasis: said });
    expect(events?.map(({ type }) => type)).toEqual(['study.updated']);
  });

  it('about something else leaves the priority whose it was', () => {
    const { result } = update({ priority: 'routine', priorityBasis: said }, { description: 'CT NECK' });
    expect(result).toMatchObject({ priority: 'routine', priorityBasis: said });
  });
});
