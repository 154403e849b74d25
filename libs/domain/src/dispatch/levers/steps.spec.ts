import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import { nextOpeningAt } from '../../routing/ladder/next-opening-at.js';
import { openLadder } from '../../routing/ladder/open-ladder.js';
import type { Read } from '../../studies/read.js';
import { sampleStep } from '../../studies/samples.fixture.js';
import { opening } from '../../routing/standard-plans.js';
import type { StudyReads } from '../offers/live-read.js';
import { offerRead } from '../offers/offer-read.js';
import { at, openStep as first, place, rowsOf } from '../samples.fixture.js';
import { closeStep } from './close-step.js';
import { openStep, stepNaming } from './open-step.js';

const readId = asId<Read['id']>('read-1');
const later = (group: string, step: number) => ({
  ...sampleStep(group, null, step),
  opens: opening({ afterMinutes: 30 }),
});
const ladder = [first, later('toronto', 1), later('sydney', 2)];
const waiting = rowsOf({ ladder });
const after = (rows: StudyReads, change: Change<StudyReads, unknown>): StudyReads => ({ ...rows, ...change.next });
const open = (rows: StudyReads, step: number) => openStep(rows, { readId, step, reason: 'a rush' }, at(5));
const close = (rows: StudyReads, step: number, minutes = 240) =>
  closeStep(rows, { readId, step, minutes, reason: 'they are full' }, at(10));
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no error';
};
const all = after(waiting, open(waiting, 2));

describe('a step opened by hand', () => {
  it('opens with every step below, for all of their groups, and says who wanted it and why', () => {
    const change = open(waiting, 2);
    expect(change.result).toMatchObject({ ladderStep: 2, readingGroupId: null, queuedAt: at(0), version: 4 });
    expect(change.events?.[0]).toMatchObject({
      type: 'read.broadened',
      readingGroupIds: ['home-rads', 'toronto', 'sydney'],
      data: { reason: 'by-hand', by: 'manager', note: 'a rush', readingGroupIds: ['toronto', 'sydney'] },
    });
  });

  it('is opened once, whoever asks again', () => {
    expect(open(after(waiting, open(waiting, 1)), 1).next).toBeUndefined();
    expect(open(all, 1).events).toBeUndefined();
  });

  it('is of a read that waits, of a ladder that has it, of a study that may be read', () => {
    expect(codeOf(() => open(rowsOf({ ladder, state: 'in-progress', startedAt: at(1) }), 1))).toBe(
      'conflict read/taken',
    );
    expect(codeOf(() => open(waiting, 3))).toBe('not-found ladder/no-such-step');
    expect(codeOf(() => open(rowsOf({ ladder }, { state: 'expected' }), 1))).toBe('conflict study/not-readable');
  });

  it('is found by the group it is for', () => {
    expect(stepNaming({ ladder }, asId('sydney'))).toBe(2);
    expect(stepNaming({ ladder }, asId('home-rads'))).toBeNull();
    expect(stepNaming({ ladder }, asId('nobody'))).toBeNull();
  });
});

describe('a step closed by hand', () => {
  const closed = after(all, close(all, 1));

  it('closes with those above it, and the groups that lost the read are told', () => {
    expect(closed.reads[0]).toMatchObject({ ladderStep: 0, readingGroupId: 'home-rads', version: 5 });
    expect(close(all, 1).events?.[0]).toMatchObject({
      type: 'read.narrowed',
      readingGroupIds: ['home-rads', 'toronto', 'sydney'],
      data: { note: 'they are full', closedUntil: at(60).toISOString() },
    });
  });

  it('is opened by no condition until its instant, which is the deadline at the latest', () => {
    const read = closed.reads[0] as Read;
    const situation = { study: closed.study, signedOnEligible: [0, 0, 0], siblings: [] };
    expect(openLadder(read, situation, at(59.9)).next).toBeUndefined();
    expect(nextOpeningAt(read)).toEqual(at(60));
    expect(openLadder(read, situation, at(60)).next?.read).toMatchObject({ ladderStep: 2 });
    const shorter = after(all, close(all, 1, 25)).reads[0] as Read;
    expect(nextOpeningAt(shorter)).toEqual(at(35));
  });

  it('opens again by hand', () => {
    expect(openStep(closed, { readId, step: 1, reason: 'x' }, at(20)).result.ladder[1]).toMatchObject({
      openedAt: at(20).toISOString(),
      closedUntil: null,
    });
  });

  it('takes back the offer to a reader it admitted, who may have it again', () => {
    const to = place('reader-2', { readingGroupId: asId('sydney'), tier: 'offshore' });
    const offered = after(all, offerRead(all, { readId, to, offerSeconds: 60 }, at(6)));
    const change = close(offered, 2);
    expect(change.result).toMatchObject({ state: 'queued', readerId: null, declinedBy: [] });
    expect(change.events?.map(({ type }) => type)).toEqual(['read.narrowed', 'read.released']);
    const home = after(all, offerRead(all, { readId, to: place(), offerSeconds: 60 }, at(6)));
    expect(close(home, 2).result).toMatchObject({ state: 'assigned', readerId: 'reader-1' });
  });

  it('is never the first, never of a critical or a late read', () => {
    expect(codeOf(() => close(all, 0))).toBe('conflict ladder/first-step');
    expect(codeOf(() => close({ ...all, study: { ...all.study, priority: 'critical' } }, 1))).toBe(
      'conflict ladder/critical',
    );
    expect(codeOf(() => close(rowsOf({ ladder, dueAt: at(9) }), 1))).toBe('conflict ladder/late');
  });
});
