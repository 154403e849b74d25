import { describe, expect, it } from '@jest/globals';
import { opening } from '../routing/standard-plans.js';
import type { LadderStep } from '../studies/read.js';
import { sampleHold } from '../studies/samples.fixture.js';
import { asId } from '../core/ids.js';
import { whyEnded, whyHere, type EndFacts, type WhyFacts } from './why-here.js';

const step = (number: number, tiers: LadderStep['pool']['tiers'], opens = opening({ atOnce: true })): LadderStep => ({
  step: number,
  pool: { tiers, readingGroupIds: [], readerId: null },
  opens,
  openedAt: null,
});
const facts = (changes: Partial<WhyFacts>): WhyFacts => ({
  state: 'queued',
  ladder: [step(0, ['onshore']), step(1, ['nearshore'])],
  ladderStep: 0,
  openedAt: null,
  offerExpiresAt: null,
  studyState: 'ready',
  hold: null,
  declined: 0,
  ...changes,
});
const hold = sampleHold();

describe('why a read is where it is', () => {
  it.each([
    ['held', { hold }, 'On hold: missing priors'],
    ['expected', { studyState: 'expected' }, 'Waits for its images'],
    ['taken', { state: 'in-progress' }, 'Taken, not yet opened'],
    ['reading', { state: 'in-progress', openedAt: new Date('2026-11-22T08:05:00Z') }, 'Being read since 08:05 UTC'],
    ['offered', { state: 'assigned', offerExpiresAt: new Date('2026-11-22T08:05:00Z') }, 'Offered until 08:05 UTC'],
    ['receiving', { studyState: 'receiving' }, 'Images are still arriving'],
    ['waiting', {}, 'Step 1 of 2 open: onshore'],
    ['waiting', { ladderStep: 1, declined: 2 }, 'Step 2 of 2 open: onshore or nearshore; declined or given back by 2'],
    ['not-open', { ladderStep: -1 }, 'No step of the ladder is open yet'],
    ['not-open', { ladder: [] }, 'No contracted group may read it'],
    [
      'not-open',
      { ladderStep: -1, ladder: [step(0, ['onshore'], opening({ afterReadOrdinal: 0 }))] },
      'Waits for read 1 of the study',
    ],
  ] as const)('is told as %s', (code, changes, text) => {
    expect(whyHere(facts(changes as Partial<WhyFacts>))).toEqual({ code, text });
  });
});

describe('how a read came to its end', () => {
  const ended = (read: Partial<EndFacts['read']>, study: Partial<EndFacts['study']> = {}) =>
    whyEnded({
      read: { state: 'cancelled', completedAt: null, breakGlassId: null, ...read },
      study: { state: 'ready', handedBack: null, linkedTo: null, mergedInto: null, ...study },
    });
  const completedAt = new Date('2026-11-22T08:05:00Z');
  const at = '2026-11-22T08:05:00Z';
  const handedBack: EndFacts['study']['handedBack'] = { handBackId: asId('h'), name: 'Dr Site', role: 'on call', at };

  it('is none while it is open', () => {
    for (const state of ['queued', 'assigned', 'in-progress'] as const) expect(ended({ state })).toBeNull();
  });

  it.each([
    ['completed', ended({ state: 'completed', completedAt }), 'Completed 08:05 UTC'],
    ['completed', ended({ state: 'completed', completedAt, breakGlassId: asId('b') }), /break-glass/],
    ['handed-back', ended({}, { handedBack }), /Dr Site \(on call\) took it 08:05 UTC$/],
    ['study-cancelled', ended({}, { state: 'cancelled' }), /cancelled/],
    ['linked', ended({}, { state: 'cancelled', linkedTo: asId('s') }), /one report/],
    ['merged', ended({}, { state: 'cancelled', mergedInto: asId('s') }), /another one/],
    ['not-needed', ended({}), /plan of the study/],
  ])('is %s', (code, why, text) => {
    expect(why).toMatchObject({ code, text: expect.stringMatching(text) });
  });
});
