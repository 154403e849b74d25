import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { ADA, at, openRead, rowsOf, sampleReport } from '../reading/samples.fixture.js';
import { planningOf } from '../routing/samples.fixture.js';
import type { Read } from '../studies/read.js';
import { sampleRead } from '../studies/samples.fixture.js';
import type { Study } from '../studies/study.js';
import { askForAddendum } from './ask-for-addendum.js';

const done = openRead({ state: 'completed', completedAt: at(10) });
const final = sampleReport({ kind: 'final', readId: done.id, authorId: ADA.readerId });
const ask = (changes: { reads?: Read[]; reports?: (typeof final)[]; study?: Partial<Study> } = {}) => {
  const { study, reads } = rowsOf(changes.reads ?? [done], [], { state: 'final', ...changes.study });
  const rows = { study, reads };
  const newId = () => asId<Read['id']>('extra');
  return askForAddendum(
    rows,
    { reports: changes.reports ?? [final], planning: planningOf({ study }, at(60)), newId },
    at(60),
  );
};

describe('images after the final', () => {
  it('ask for one addendum: its author alone first, then whoever may read it', () => {
    const change = ask();
    const [, extra] = change.next?.reads ?? [];
    expect(extra).toMatchObject({
      id: 'extra',
      purpose: 'addendum',
      state: 'queued',
      independent: false,
      ladderStep: 0,
    });
    const [own, ...others] = extra?.ladder ?? [];
    expect(own).toMatchObject({
      pool: { readerId: ADA.readerId, readingGroupIds: ['day'] },
      openedAt: at(60).toISOString(),
    });
    expect(others.length).toBeGreaterThan(0);
    for (const { opens, openedAt } of others)
      expect([opens.atOnce, opens.whenNobodySignedOn, opens.afterMinutes, openedAt]).toEqual([false, true, 15, null]);
    expect(change.next?.study?.state).toBe('final');
    const queued = change.events?.find(({ type }) => type === 'read.queued');
    expect(queued?.data).toMatchObject({ purpose: 'addendum', reason: 'late-images', reportId: final.id });
  });

  it('ask for no other while one is on its way, and for another once it was given', () => {
    const addendum = (state: Read['state']) =>
      sampleRead({ id: asId('added'), ordinal: 1, purpose: 'addendum', state });
    for (const state of ['queued', 'assigned', 'in-progress'] as const)
      expect(ask({ reads: [done, addendum(state)] }).next).toBeUndefined();
    for (const state of ['completed', 'cancelled'] as const)
      expect(ask({ reads: [done, addendum(state)] }).next?.reads).toHaveLength(3);
  });

  it('ask for nothing where no final stands', () => {
    expect(ask({ study: { state: 'reading' } }).next).toBeUndefined();
    expect(ask({ reports: [{ ...final, flags: ['retracted'] }] }).next).toBeUndefined();
  });
});
