import { describe, expect, it } from '@jest/globals';
import { plusMinutes } from '../core/instant.js';
import { asId } from '../core/ids.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import { planReads } from './plan-reads.js';
import { reroute } from './reroute.js';
import type { PlanningCase } from './samples.fixture.js';
import { NIGHT, planningOf, readIds } from './samples.fixture.js';

const LATER = plusMinutes(NIGHT, 10);
const reads = (study: Partial<Study> = {}, change: Partial<Read> = {}): Read[] =>
  planReads(planningOf({ study }, NIGHT), NIGHT, readIds()).reads.map((read) => ({ ...read, ...change }));
const again = (before: Read[], given: PlanningCase, now = LATER) =>
  reroute(before, planningOf(given, now), now, () => asId('new-read'));
const types = (change: ReturnType<typeof reroute>) => (change.events ?? []).map((event) => event.type);
/** As rows come back from the database: keys in another order. */
const stored = (row: Read): Read =>
  JSON.parse(JSON.stringify(row), (key, value: unknown) =>
    key.endsWith('At') && key !== 'openedAt' && typeof value === 'string' ? new Date(value) : reversed(value),
  ) as Read;
const reversed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse())
    : value;

describe('routing again', () => {
  it('changes nothing when the facts are the same, also for rows from the database', () => {
    const before = reads().map(stored);
    expect(again(before, {})).toEqual({ result: { lines: [], planStays: false } });
  });

  it('keeps what groups have said to the overflow lists that stay', () => {
    const [read] = reads();
    const said = {
      answer: 'accepted' as const,
      until: plusMinutes(NIGHT, 60).toISOString(),
      by: 'lead',
      reason: 'Idle',
    };
    const answers = [{ readingGroupId: asId<never>('home-rads'), ...said }];
    const before = { ...read!, ladder: read!.ladder.map((step) => ({ ...step, answers })) };
    expect(again([before], {})).toEqual({ result: { lines: [], planStays: false } });
    const raised = again([before], { study: { protocol: 'stroke' } });
    expect(raised.next?.reads?.[0]?.ladder[0]?.answers).toEqual(answers);
  });

  it('starts age, deadline and ladder when the study becomes ready', () => {
    const before = reads({ state: 'expected', readyAt: null });
    const change = again(before, { study: { readyAt: LATER } });
    expect(change.next?.reads?.[0]).toMatchObject({
      id: 'read-0',
      queuedAt: LATER,
      dueAt: plusMinutes(LATER, 240),
      ladderStep: 0,
      version: 2,
    });
    expect(types(change)).toEqual(['read.queued']);
    expect(change.events?.[0]?.readingGroupIds).toEqual(['home-rads']);
    expect(again(change.next?.reads ?? [], { study: { readyAt: LATER } }, plusMinutes(LATER, 1)).next).toBeUndefined();
  });

  it('brings the deadline of a raised study closer, and keeps its age', () => {
    const change = again(reads(), { study: { protocol: 'stroke' } });
    expect(change.next?.reads?.[0]).toMatchObject({ queuedAt: NIGHT, dueAt: plusMinutes(LATER, 20), id: 'read-0' });
    expect(change.next?.reads?.[0]?.ladder).toHaveLength(2);
    expect(change.next?.study).toMatchObject({ priority: 'critical', version: 2 });
    expect(types(change)).toEqual(['study.prioritized', 'read.queued']);
  });

  it('never makes a deadline later', () => {
    const before = reads({ protocol: 'stroke', priority: 'critical' });
    const change = again(before, { study: { protocol: null, priority: 'critical' } });
    expect((change.next?.reads ?? before)[0]?.dueAt).toEqual(plusMinutes(NIGHT, 20));
  });

  it('adds the reads of the new plan, and cancels those it has not', () => {
    const change = again(reads(), { study: { payer: 'medicare' } });
    expect(change.next?.reads?.map((read) => `${read.id} ${read.issues} ${read.state}`)).toEqual([
      'new-read preliminary queued',
      'new-read final queued',
      'read-0 final cancelled',
    ]);
    expect(types(change)).toEqual(['read.queued', 'read.queued', 'read.cancelled']);
  });

  const held = {
    state: 'in-progress',
    readerId: asId<NonNullable<Read['readerId']>>('reader-1'),
    readingGroupId: asId<NonNullable<Read['readingGroupId']>>('home-rads'),
    tier: 'onshore',
    startedAt: NIGHT,
  } as const;

  it('leaves the read with who has taken it while the new ladder admits them', () => {
    const change = again(reads({}, held), { study: { protocol: 'stroke', state: 'reading' } });
    expect(change.next?.reads?.[0]).toMatchObject({ state: 'in-progress', readerId: 'reader-1', ladderStep: 0 });
    expect(change.next?.study?.state).toBe('reading');
  });

  it('takes it back from who may no longer read it, as old as before', () => {
    const away = {
      ...held,
      readingGroupId: asId<NonNullable<Read['readingGroupId']>>('sydney'),
      tier: 'offshore',
    } as const;
    const change = again(reads({}, away), { study: { protocol: 'stroke', state: 'reading' } });
    expect(change.next?.reads?.[0]).toMatchObject({
      state: 'queued',
      readerId: null,
      queuedAt: NIGHT,
      tier: 'onshore',
    });
    expect(change.next?.study?.state).toBe('ready');
    expect(change.events?.at(-1)).toMatchObject({ type: 'read.released', readerIds: ['reader-1'] });
  });

  it('keeps the plan once reading has begun; a raised priority still brings the deadline closer', () => {
    const opened = reads({}, { ...held, openedAt: NIGHT });
    const changed = again(opened, { study: { payer: 'medicare', state: 'reading' } });
    expect(changed.next?.reads ?? opened).toEqual(opened);
    expect(again(opened, { study: { state: 'reading' } })).toEqual({
      result: { lines: expect.anything(), planStays: true },
    });
    const raised = again(opened, { study: { protocol: 'stroke', state: 'reading' } });
    expect(raised.next?.reads).toHaveLength(1);
    expect(raised.next?.reads?.[0]).toMatchObject({ dueAt: plusMinutes(LATER, 20), readerId: 'reader-1', version: 2 });
  });
});
