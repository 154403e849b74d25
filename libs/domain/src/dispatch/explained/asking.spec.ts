import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReaderId } from '../../core/ids.js';
import { asId } from '../../core/ids.js';
import { sampleStep } from '../../studies/samples.fixture.js';
import type { OfferCandidate } from '../choose-reader.js';
import { decisionRecord } from '../decision-record.js';
import { DEFAULT_DISPATCH_PARAMS as params } from '../dispatch-params.js';
import { at, place, visibleRead } from '../samples.fixture.js';
import type { ChoiceInputs, DecisionInputs } from './decision-inputs.js';
import type { OnTimeFacts } from './on-time.js';
import { onTime } from './on-time.js';
import type { AskedReader } from './why-not.js';
import { whyNot, whyNotYet } from './why-not.js';

const candidate = (reader: string, changes: Partial<OfferCandidate> = {}): OfferCandidate => ({
  ...place(reader),
  readerVersion: 1,
  scarcityShare: 0,
  surplusMinutes: 0,
  readPrior: false,
  idleSince: at(0),
  ...changes,
});
const ofReaders = (...candidates: OfferCandidate[]): ChoiceInputs => ({
  kind: 'reader',
  candidates: candidates.map(({ idleSince, ...same }) => ({ ...same, idleSince: idleSince.toISOString() })),
  weighed: candidates.length,
});
const shut = sampleStep('elsewhere', null, 1);
const decided = (choice: ChoiceInputs, declinedBy: ReaderId[] = []) => {
  const { id, version, purpose, ladder, ladderStep, expectedMinutes, queuedAt, dueAt } = visibleRead();
  const read: DecisionInputs['read'] = {
    id,
    version,
    purpose,
    ladder: [...ladder, shut],
    ladderStep,
    declinedBy,
    expectedMinutes,
    priority: 'urgent',
    queuedAt: queuedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
  };
  const inputs: DecisionInputs = {
    at: at(10).toISOString(),
    trigger: choice.kind === 'reader' ? 'ready' : 'taken',
    tick: 1,
    position: 1,
    policyVersion: null,
    params: 'p',
    model: 'catalogue',
    read,
    choice,
    pools: { network: 9, signedOn: 4, eligible: 3 },
    failedByRule: {},
    soleBlockers: {},
    gap: null,
  };
  return { record: decisionRecord(inputs, params), inputs, params };
};
const asked = (reader: string, changes: Partial<AskedReader> = {}): AskedReader => ({
  readerId: asId(reader),
  failed: [],
  place: place(reader),
  ...changes,
});

describe('why not this reader', () => {
  const crowd = ofReaders(
    candidate('best'),
    candidate('far', { tier: 'offshore' }),
    ...Array.from({ length: 5 }, (_, index) => candidate(`r${index}`, { surplusMinutes: 10 + index })),
    candidate('tired', { surplusMinutes: 400 }),
  );

  it('is their cost, term by term, also for one who is not among the best five', () => {
    expect(whyNot(decided(crowd), asked('best')).code).toBe('chosen');
    expect(whyNot(decided(crowd), asked('far'))).toMatchObject({
      code: 'cost-more',
      margin: { total: 2, byTerm: { tier: 2 } },
    });
    const answer = whyNot(decided(crowd), asked('tired'));
    expect(answer).toMatchObject({ code: 'cost-more', margin: { byTerm: { balance: 20 } } });
    expect(answer.text).toContain('20 expected minutes more');
  });

  it('is the hard rule that barred them, with its fact', () => {
    const failed = [{ code: 'licence', fact: 'licence US-TX expired 2026-05-03' } as const];
    const answer = whyNot(decided(crowd), asked('barred', { failed }));
    expect(answer.code).toBe('barred');
    expect(answer.text).toContain('licence US-TX expired 2026-05-03');
  });

  it('is that they gave it back before, whatever else', () => {
    const given = decided(crowd, [asId('gone')]);
    expect(whyNot(given, asked('gone', { failed: [{ code: 'session', fact: 'not signed on' }] })).code).toBe(
      'declined',
    );
  });

  it('is that no open step admitted them, and which one would have', () => {
    const elsewhere = asked('outside', { place: { ...place('outside'), readingGroupId: asId('elsewhere') } });
    expect(whyNot(decided(crowd), elsewhere)).toMatchObject({
      code: 'outside-pool',
      text: expect.stringContaining('step 2'),
    });
    const nowhere = asked('outside', { place: { ...place('outside'), readingGroupId: asId('nowhere') } });
    expect(whyNot(decided(crowd), nowhere).text).toContain('no step of the ladder');
  });

  it('says of a crowd that they may have been weighed and not among the best of it', () => {
    const of = decided({ ...(crowd as Extract<ChoiceInputs, { kind: 'reader' }>), weighed: 214 });
    expect(whyNot(of, asked('busy'))).toMatchObject({
      code: 'not-among-best',
      text: expect.stringContaining('of the 214 who were weighed'),
    });
  });

  it('is that another asked first, was named, or that they were not free', () => {
    expect(whyNot(decided(crowd), asked('busy')).code).toBe('not-free');
    expect(whyNot(decided({ kind: 'named', readerId: asId('x') }), asked('a')).code).toBe('named');
    const order: ChoiceInputs = {
      kind: 'read',
      readerId: asId('x'),
      asOf: at(9).toISOString(),
      reads: [],
      passedOver: {},
      weighed: 4,
    };
    expect(whyNot(decided(order), asked('a')).code).toBe('another-asked-first');
  });

  it('before anything is decided, is what bars them now, or nothing', () => {
    const { read } = decided(crowd).inputs;
    expect(whyNotYet(read, asked('a')).code).toBe('could');
    expect(whyNotYet(read, asked('a', { failed: [{ code: 'session', fact: 'not signed on' }] })).code).toBe('barred');
  });
});

const facts = (read: Partial<OnTimeFacts['read']>, changes: Partial<OnTimeFacts> = {}): OnTimeFacts => ({
  read: {
    ...visibleRead({ expectedMinutes: 10, dueAt: at(60) }),
    ...read,
  },
  lostOffers: [],
  holder: null,
  soleBlockers: {},
  facility: 'Mercy East',
  ...changes,
});
/** Queued at 0 and due at 60: taken, opened and completed at these minutes. */
const done = (taken: number, opened: number, completed: number) => ({
  state: 'completed' as const,
  startedAt: at(taken),
  openedAt: at(opened),
  completedAt: at(completed),
});

describe('what would have made a read on time', () => {
  it('is nothing where it was', () => {
    const answer = onTime(facts(done(5, 6, 20)), at(100));
    expect(answer).toMatchObject({ state: 'on-time', lateMinutes: -40, helps: [] });
    expect(answer.stages).toEqual({ 'not-open': 0, waiting: 5, offers: 0, 'pick-up': 1, reading: 14 });
  });

  it('is one more reader with what others lacked alone, where waiting was the cause', () => {
    const answer = onTime(
      facts(done(58, 60, 72), { soleBlockers: { privilege: 19, session: 44, independence: 3 } }),
      at(100),
    );
    expect(answer).toMatchObject({ state: 'late', lateMinutes: 12 });
    expect(answer.helps.slice(0, 2)).toMatchObject([
      { code: 'one-more-reader', rule: 'session', savesMinutes: 58, enough: true },
      { code: 'one-more-reader', rule: 'privilege', savesMinutes: 58, enough: true },
    ]);
    expect(answer.helps[1]?.text).toContain('a privilege at Mercy East');
    expect(answer.helps[1]?.text).toContain('19 failed that alone');
    // Independence is nobody's to mend.
    expect(answer.helps.some(({ rule }) => rule === 'independence')).toBe(false);
  });

  it('is a step opened earlier, as far as who took it was free by then and no further', () => {
    const ladder = [sampleStep('home-rads', at(0).toISOString()), sampleStep('offshore', at(50).toISOString(), 1)];
    const holderSince = (minute: number) => ({
      place: place('a', { readingGroupId: asId('offshore') }),
      freeSince: at(minute),
    });
    const late = { ...done(52, 53, 72), ladder };
    const free = onTime(facts(late, { holder: holderSince(10) }), at(100)).helps.find(
      ({ code }) => code === 'step-earlier',
    );
    expect(free).toMatchObject({
      savesMinutes: 40,
      enough: true,
      text: expect.stringContaining('Step 2 opened 12 min earlier'),
    });
    const busy = onTime(facts(late, { holder: holderSince(45) }), at(100)).helps.find(
      ({ code }) => code === 'step-earlier',
    );
    expect(busy).toMatchObject({ savesMinutes: 5, enough: false });
  });

  it('is an offer that was not let run out, a quicker pick-up, the expected reading time', () => {
    const lostOffers = [
      { from: at(5), to: at(10) },
      { from: at(12), to: at(20) },
    ];
    const answer = onTime(facts(done(21, 30, 64), { lostOffers }), at(100));
    const saved = Object.fromEntries(answer.helps.map(({ code, savesMinutes }) => [code, savesMinutes]));
    expect(saved).toEqual({ 'reading-time': 24, 'one-more-reader': 21, 'offer-accepted': 13, 'pick-up': 9 });
    expect(answer.helps.every(({ enough }) => enough)).toBe(true);
  });

  it('says so when no one thing would have been enough, and whether all together would', () => {
    const answer = onTime(facts(done(10, 20, 90), {}), at(100));
    expect(answer.helps.map(({ code, enough }) => [code, enough])).toEqual([
      ['reading-time', true],
      ['one-more-reader', false],
      ['pick-up', false],
    ]);
    const hopeless = onTime(facts({ ...done(2, 3, 90), expectedMinutes: 80 }), at(100));
    expect(hopeless.helps.some(({ enough }) => enough)).toBe(false);
    expect(hopeless.togetherEnough).toBe(false);
  });

  it('foresees of an open read what will be late at its expected time', () => {
    expect(onTime(facts({}), at(40))).toMatchObject({ state: 'due', lateMinutes: -10 });
    expect(onTime(facts({}), at(55))).toMatchObject({ state: 'will-miss', lateMinutes: 5 });
    expect(onTime(facts({}), at(70))).toMatchObject({ state: 'late', lateMinutes: 20 });
    expect(onTime(facts({ dueAt: null }), at(70))).toMatchObject({ state: 'no-deadline', helps: [] });
  });

  it('accounts for every minute once, and never saves more than a stage took', () => {
    const minute = fc.integer({ min: 0, max: 90 });
    fc.assert(
      fc.property(fc.tuple(minute, minute, minute, minute), minute, ([open, a, b, c], offered) => {
        const [taken, opened, completed] = [open + a, open + a + b, open + a + b + c + 1] as const;
        const ladder = [sampleStep('home-rads', at(open).toISOString())];
        const lostOffers = [{ from: at(open + (offered % (a + 1))), to: at(open + a) }];
        const read = { ...done(taken, opened, completed), ladder };
        const answer = onTime(facts(read, { lostOffers }), at(400));
        const total = Object.values(answer.stages).reduce((sum, each) => sum + each, 0);
        expect(total).toBeCloseTo(completed, 6);
        for (const { savesMinutes, enough } of answer.helps) {
          expect(savesMinutes).toBeLessThanOrEqual(total);
          expect(enough).toBe(savesMinutes >= (answer.lateMinutes ?? 0));
        }
      }),
    );
  });
});
