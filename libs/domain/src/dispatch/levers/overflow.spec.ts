import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import { asId, type ReadingGroupId } from '../../core/ids.js';
import { inOpenPool, isAccepted, overflowFor, poolLeft } from '../../routing/ladder/open-pool.js';
import type { Read } from '../../studies/read.js';
import { sampleStep } from '../../studies/samples.fixture.js';
import { DEFAULT_DISPATCH_PARAMS as PARAMS } from '../dispatch-params.js';
import type { StudyReads } from '../offers/live-read.js';
import { rankForReader } from '../rank-for-reader.js';
import { at, place, rowsOf, waiting } from '../samples.fixture.js';
import { acceptOverflow, declineOverflow, overflowOffered } from './answer-overflow.js';

const readId = asId<Read['id']>('read-1');
const helpers = asId<ReadingGroupId>('helpers');
const others = asId<ReadingGroupId>('others');
const helper = place('helper-1', { readingGroupId: helpers });
const open = at(0).toISOString();
const overflow = { below: 2, shows: 3 };
const list = (group: string, step: number) => {
  const plain = sampleStep(group, open, step);
  return { ...plain, pool: { ...plain.pool, overflow } };
};
const ladder = [sampleStep('home-rads', open), list('helpers', 1)];
const routine = rowsOf({ dueAt: at(120), ladder, ladderStep: 1 }, { priority: 'routine' });
const saying = { readId, readingGroupId: helpers, by: 'lead', reason: 'We have time' };
const accept = (rows: StudyReads, minute = 1) => acceptOverflow(rows, { ...saying, minutes: 60 }, at(minute));
const decline = (rows: StudyReads, minute = 1) => declineOverflow(rows, saying, at(minute));
const after = (rows: StudyReads, change: Change<StudyReads, unknown>): StudyReads => ({ ...rows, ...change.next });
const listOf = ({ reads: [read] }: StudyReads, minute: number, member = helper) =>
  overflowFor(read!, member, at(minute));
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no error';
};

describe('what overflow lists offer to a group', () => {
  const steps = (of: Read['ladder'], group: ReadingGroupId = helpers) =>
    overflowOffered({ ladder: of }, group).map(({ step }) => step);

  it('are open lists that name it, while no plain step does', () => {
    expect(steps(ladder)).toEqual([1]);
    expect(steps(ladder, others)).toEqual([]);
    expect(steps([ladder[0]!, { ...list('helpers', 1), openedAt: null }])).toEqual([]);
    expect(steps([...ladder, sampleStep('helpers', open, 2)])).toEqual([]);
  });

  it('are still on offer where a plain step is for those off their roster alone', () => {
    const offRoster = sampleStep('helpers', open, 2);
    expect(steps([...ladder, { ...offRoster, pool: { ...offRoster.pool, offRoster: true } }])).toEqual([1]);
  });
});

describe('an accepted overflow read', () => {
  const accepted = after(routine, accept(routine));

  it('is the group’s own until its instant, and overflow again after that', () => {
    expect(listOf(routine, 1)).toEqual(overflow);
    expect(listOf(accepted, 60)).toBeNull();
    expect(listOf(accepted, 61)).toEqual(overflow);
  });

  it('comes to its readers however long their own list is', () => {
    const own = Array.from({ length: 5 }, (_, index) => {
      const each = waiting(`own-${index}`, 'routine', { dueAt: 60 });
      return { ...each, read: { ...each.read, ladder: [sampleStep('helpers', open)] }, eligibleOnShift: 1 };
    });
    const seen = ({ reads: [read], study }: StudyReads) =>
      rankForReader(
        [...own, { read: read!, study, eligibleOnShift: 1 }],
        { ...helper, tierFor: () => helper.tier },
        at(2),
        PARAMS,
      ).map((each) => each.readId);
    expect(seen(routine)).not.toContain(readId);
    expect(seen(accepted)).toContain(readId);
  });

  it('is told with who accepted it and why, to the group and to those whose own it is', () => {
    const [event] = accept(routine).events ?? [];
    expect(event).toMatchObject({
      type: 'read.overflow-accepted',
      data: { readingGroupId: helpers, note: 'We have time' },
    });
    expect([...event!.readingGroupIds].sort()).toEqual(['helpers', 'home-rads']);
  });

  it('is accepted once by two at once, and anew when it is over', () => {
    expect(accept(accepted, 2)).toEqual({ result: accepted.reads[0] });
    expect(accept(accepted, 62).events).toHaveLength(1);
  });

  it('is one group’s alone: another group of the list still waits for its own list to be short', () => {
    const both = { ...list('helpers', 1), pool: { ...list('helpers', 1).pool, readingGroupIds: [helpers, others] } };
    const rows = rowsOf({ dueAt: at(120), ladder: [ladder[0]!, both], ladderStep: 1 }, { priority: 'routine' });
    const one = after(rows, accept(rows));
    expect(listOf(one, 2)).toBeNull();
    expect(listOf(one, 2, place('other-1', { readingGroupId: others }))).toEqual(overflow);
    const step = after(one, acceptOverflow(one, { ...saying, readingGroupId: others, minutes: 5 }, at(2))).reads[0]!
      .ladder[1]!;
    expect([helpers, others].map((group) => isAccepted(step, group, at(3)))).toEqual([true, true]);
  });

  it('is refused when it has gone meanwhile, or is not on offer', () => {
    const held = rowsOf(
      { ladder, state: 'in-progress', startedAt: at(1), readerId: asId('x') },
      { priority: 'routine' },
    );
    expect(codeOf(() => accept(held))).toBe('conflict read/taken');
    const read = rowsOf({ ladder, state: 'completed', completedAt: at(1) }, { priority: 'routine' });
    expect(codeOf(() => accept(read))).toBe('conflict read/completed');
    expect(codeOf(() => acceptOverflow(routine, { ...saying, readingGroupId: others, minutes: 5 }, at(1)))).toBe(
      'conflict overflow/not-on-offer',
    );
  });
});

describe('a declined overflow read', () => {
  it('is not the group’s to see any more, and its owners are told', () => {
    const change = decline(routine);
    const declined = after(routine, change);
    expect(inOpenPool(routine.reads[0]!, helper)).toBe(true);
    expect(inOpenPool(declined.reads[0]!, helper)).toBe(false);
    expect(inOpenPool(declined.reads[0]!, place())).toBe(true);
    const left = declined.reads[0]!.ladder.map((step) => poolLeft(step)?.readingGroupIds ?? null);
    expect(left).toEqual([['home-rads'], null]);
    expect(change.events?.[0]).toMatchObject({ type: 'read.overflow-declined', data: { note: 'We have time' } });
    expect(decline(declined, 2)).toEqual({ result: declined.reads[0] });
  });

  it('that is offered to one of its readers is in the queue again, as old as before', () => {
    const { readerId, readingGroupId, tier, sessionId } = helper;
    const offered = { state: 'assigned', readerId, readingGroupId, tier, sessionId, offerExpiresAt: at(5) } as const;
    const rows = rowsOf({ dueAt: at(120), ladder, ladderStep: 1, ...offered }, { priority: 'routine' });
    const change = decline(rows);
    expect(change.result).toMatchObject({ state: 'queued', readerId: null, queuedAt: rows.reads[0]?.queuedAt });
    expect(change.events?.map(({ type }) => type)).toEqual(['read.overflow-declined', 'read.released']);
    const mine = { ...offered, readerId: place().readerId, readingGroupId: place().readingGroupId };
    const theirs = rowsOf({ dueAt: at(120), ladder, ladderStep: 1, ...mine }, { priority: 'routine' });
    expect(decline(theirs).result).toMatchObject({ state: 'assigned', readerId: 'reader-1' });
  });

  it('may have been accepted before, and be accepted later', () => {
    const given = after(routine, decline(after(routine, accept(routine)), 2));
    expect(inOpenPool(given.reads[0]!, helper)).toBe(false);
    expect(listOf(after(given, accept(given, 3)), 4)).toBeNull();
  });

  it('is neither critical nor late, and has somebody else', () => {
    const critical = rowsOf({ dueAt: at(120), ladder, ladderStep: 1 }, { priority: 'critical' });
    expect(codeOf(() => decline(critical))).toBe('conflict overflow/critical');
    expect(codeOf(() => decline(routine, 120))).toBe('conflict overflow/late');
    const alone = rowsOf({ dueAt: at(120), ladder: [list('helpers', 0)], ladderStep: 0 }, { priority: 'routine' });
    expect(codeOf(() => decline(alone))).toBe('conflict overflow/last-owner');
  });
});

describe('critical work and work past its maximum wait', () => {
  it('wait for no overflow list', () => {
    const own = Array.from({ length: 3 }, (_, index) => {
      const each = waiting(`own-${index}`, 'routine', { dueAt: 60 });
      return { ...each, read: { ...each.read, ladder: [sampleStep('helpers', open)] }, eligibleOnShift: 1 };
    });
    const seen = (priority: 'critical' | 'routine', minute: number) => {
      const [read] = routine.reads;
      const study = { ...routine.study, priority };
      const reader = { ...helper, tierFor: () => helper.tier };
      return rankForReader([...own, { read: read!, study, eligibleOnShift: 1 }], reader, at(minute), PARAMS).some(
        (each) => each.readId === readId,
      );
    };
    expect([seen('routine', 5), seen('critical', 5)]).toEqual([false, true]);
    expect(seen('routine', PARAMS.maximumWaitMinutes.routine + 1)).toBe(true);
  });
});
