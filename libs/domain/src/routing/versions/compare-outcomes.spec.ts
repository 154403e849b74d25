import { describe, expect, it } from '@jest/globals';
import { facts, NIGHT, policies } from '../samples.fixture.js';
import { routeStudy } from '../route-study.js';
import { decidedOutcome, differencesOf, type OutcomeRead, type RoutingOutcome } from './compare-outcomes.js';

const outcome = decidedOutcome(routeStudy(facts(), policies(), NIGHT));
const [read] = outcome.reads as [OutcomeRead];
const reads = (...changes: Partial<OutcomeRead>[]): RoutingOutcome => ({
  ...outcome,
  reads: changes.map((change) => ({ ...read, ...change })),
});
const step = read.ladder[0]!;
const plain = reads({});

describe('two ways to route a study', () => {
  it.each<[string, RoutingOutcome, string[]]>([
    ['nothing', reads({}), []],
    ['the name of the plan', { ...plain, plan: 'other' }, ['plan']],
    ['one read more', reads({}, {}), ['reads']],
    ['what a read is for', reads({ purpose: 'secondary' }), ['reads']],
    ['an independent read', reads({ independent: !read.independent }), ['reads']],
    ['who pays for it', reads({ billable: !read.billable }), ['reads']],
    ['what a read issues', reads({ issues: 'draft' }), ['level']],
    ['a deadline', reads({ due: { minutes: 1 } }), ['due']],
    ['no deadline yet', reads({ due: null }), ['due']],
    [
      'who a step is for',
      reads({ ladder: [{ ...step, pool: { ...step.pool, tiers: ['offshore'] } }, ...read.ladder.slice(1)] }),
      ['pools'],
    ],
    [
      'when a step opens',
      reads({ ladder: [{ ...step, opens: { ...step.opens, afterMinutes: 9 } }, ...read.ladder.slice(1)] }),
      ['openings'],
    ],
    ['a step more', reads({ ladder: [...read.ladder, step] }), ['pools', 'openings']],
    ['how work nobody takes reaches more', { ...plain, coverage: { widenAtBreach: true } }, ['openings']],
    ['the priority', { ...plain, sets: { ...plain.sets, priority: 'urgent' } }, ['priority']],
    ['the subspecialty', { ...plain, sets: { ...plain.sets, subspecialty: 'cardiac' } }, ['subspecialty']],
    ['the protocol', { ...plain, sets: { ...plain.sets, protocol: 'fall' } }, ['protocol']],
  ])('differ by %s, both ways round', (_, other, expected) => {
    expect(differencesOf(plain, other)).toEqual(expected);
    expect(differencesOf(other, plain)).toEqual(expected);
  });
});
