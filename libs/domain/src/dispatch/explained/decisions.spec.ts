import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReaderId } from '../../core/ids.js';
import { asId } from '../../core/ids.js';
import { RULE_CODES } from '../../eligibility/facts.js';
import type { OfferCandidate } from '../choose-reader.js';
import { chooseReader } from '../choose-reader.js';
import { decisionRecord } from '../decision-record.js';
import { DEFAULT_DISPATCH_PARAMS as params } from '../dispatch-params.js';
import { rankForReader } from '../rank-for-reader.js';
import { at, place, visibleRead, waiting } from '../samples.fixture.js';
import { canonicalJson } from './canonical-json.js';
import type { ChoiceInputs, DecisionInputs } from './decision-inputs.js';
import { decisionOutcome } from './decision-outcome.js';
import { logAgrees, replayDecision } from './replay-decision.js';
import { decisionOf, storedDecision } from './stored-decision.js';
import { marginOf, whyThisReader } from './why-this-reader.js';

const uuid = (index: number) => `01990000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const candidate = (index: number, changes: Partial<OfferCandidate> = {}): OfferCandidate => ({
  ...place(uuid(index)),
  readerVersion: 3,
  scarcityShare: 0,
  surplusMinutes: 0,
  readPrior: false,
  idleSince: at(0),
  ...changes,
});
const read = visibleRead({ id: asId(uuid(900)), version: 4 });
const ofReaders = (...candidates: OfferCandidate[]): ChoiceInputs => ({
  kind: 'reader',
  candidates: candidates.map(({ idleSince, ...same }) => ({ ...same, idleSince: idleSince.toISOString() })),
  weighed: candidates.length,
});
const inputsOf = (choice: ChoiceInputs, changes: Partial<DecisionInputs> = {}): DecisionInputs => ({
  at: at(10).toISOString(),
  trigger: choice.kind === 'reader' ? 'ready' : 'taken',
  tick: 17,
  position: 123_456,
  policyVersion: { id: asId(uuid(500)), version: 3 },
  params: '0123456789abcdef',
  model: 'catalogue',
  read: {
    id: read.id,
    version: read.version,
    purpose: read.purpose,
    ladder: read.ladder,
    ladderStep: read.ladderStep,
    declinedBy: read.declinedBy,
    expectedMinutes: read.expectedMinutes,
    priority: 'urgent',
    queuedAt: read.queuedAt.toISOString(),
    dueAt: read.dueAt?.toISOString() ?? null,
  },
  choice,
  pools: { network: 240, signedOn: 61, eligible: 12 },
  failedByRule: { licence: 44, privilege: 19 },
  soleBlockers: { privilege: 7 },
  gap: null,
  ...changes,
});
const stored = (inputs: DecisionInputs) => storedDecision(decisionRecord(inputs, params));

/** As PostgreSQL's jsonb gives it back: keys in another order, nothing else lost. */
const fromDatabase = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toReversed())
      : field,
  ) as T;

const someCandidates = fc.array(
  fc.record({
    expectedMinutes: fc.double({ min: 0.5, max: 60, noNaN: true }),
    scarcityShare: fc.double({ min: 0, max: 1, noNaN: true }),
    surplusMinutes: fc.double({ min: -500, max: 500, noNaN: true }),
    readPrior: fc.boolean(),
    tier: fc.constantFrom('onshore', 'nearshore', 'offshore'),
    idle: fc.integer({ min: -90, max: 0 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('the record of a decision', () => {
  it('keeps the best five with every term, who came second and by how much', () => {
    const crowd = Array.from({ length: 9 }, (_, index) => candidate(index, { surplusMinutes: index * 10 }));
    const record = decisionRecord(inputsOf(ofReaders(...crowd.toReversed())), params);
    expect(record.chosen).toBe(uuid(0));
    expect(record.candidates.map((each) => each.readerId)).toEqual([0, 1, 2, 3, 4].map(uuid));
    expect(record.candidates[1]?.terms).toMatchObject({ expectedMinutes: 5.5, balance: 0.5, scarcity: 0 });
    expect(record.runnerUp).toEqual({ readerId: uuid(1), margin: 0.5 });
    expect(record).toMatchObject({ slackMinutes: 50, pools: { network: 240, weighed: 9 }, tick: 17, ladderStep: 0 });
    expect(record.breachChance).toBeLessThan(0.001);
  });

  it('tells how likely reading alone was to pass what was left', () => {
    const late = inputsOf(ofReaders(candidate(1, { expectedMinutes: 5 })), { at: at(55).toISOString() });
    expect(decisionRecord(late, params).breachChance).toBeCloseTo(0.4, 1);
    const past = inputsOf(ofReaders(candidate(1)), { at: at(61).toISOString() });
    expect(decisionRecord(past, params)).toMatchObject({ slackMinutes: -1, breachChance: 1 });
  });

  it('is about a kilobyte when everything in it is full', () => {
    const crowd = Array.from({ length: 9 }, (_, index) =>
      candidate(index, {
        tier: 'nearshore',
        expectedMinutes: 12.345,
        scarcityShare: 0.543,
        readPrior: true,
        surplusMinutes: 123.4 + index,
      }),
    );
    const counts = Object.fromEntries(RULE_CODES.map((code, index) => [code, 100 + index]));
    const full = stored(inputsOf(ofReaders(...crowd), { failedByRule: counts, soleBlockers: counts, gap: 0.123 }));
    const columns = { at: at(10), trigger: 'ready', chosen: uuid(0) };
    expect(JSON.stringify({ ...columns, ...full.facts, candidates: full.candidates }).length).toBeLessThan(1200);
    const usual = stored(inputsOf(ofReaders(...crowd)));
    expect(JSON.stringify({ ...columns, ...usual.facts, candidates: usual.candidates }).length).toBeLessThan(1000);
  });

  it('comes back from its row as it was', () => {
    fc.assert(
      fc.property(someCandidates, (some) => {
        const record = decisionRecord(
          inputsOf(
            ofReaders(...some.map(({ idle, ...each }, index) => candidate(index, { ...each, idleSince: at(idle) }))),
          ),
          params,
        );
        expect(canonicalJson(decisionOf(record, fromDatabase(storedDecision(record))))).toBe(canonicalJson(record));
      }),
    );
  });

  it('of a reader who took their next tells what stood behind it', () => {
    const list = [waiting('b', 'stat'), waiting('a', 'urgent'), waiting('c', 'routine')];
    const reads = list.map(
      ({ read: { id, purpose, expectedMinutes, pin, declinedBy, queuedAt, dueAt }, study, ...asked }) => ({
        id,
        purpose,
        expectedMinutes,
        pin,
        declinedBy,
        studyId: study.id,
        priority: study.priority,
        asked,
        queuedAt: queuedAt.toISOString(),
        dueAt: dueAt?.toISOString() ?? null,
      }),
    );
    const order = {
      kind: 'read',
      readerId: asId<ReaderId>('r'),
      asOf: at(10).toISOString(),
      reads,
      passedOver: {},
    } as const;
    const inputs = inputsOf({ ...order, weighed: 30 });
    const record = decisionRecord({ ...inputs, read: { ...inputs.read, id: asId('b') } }, params);
    const ranked = rankForReader(list, { ...place('r'), tierFor: () => 'onshore' }, at(10), params);
    expect(record.chosen).toBe('r');
    expect(record.candidates.map(({ readId }) => readId)).toEqual(ranked.map(({ readId }) => readId));
    expect(record.candidates[0]?.terms).toMatchObject({ slack: expect.any(Number), worth: expect.any(Number) });
    // A read that was not the first of the order was not what the rule chose.
    expect(decisionRecord({ ...inputs, read: { ...inputs.read, id: asId('c') } }, params).chosen).toBeNull();
  });
});

describe('replaying a decision', () => {
  it('gives the choice of the live rule, bit for bit, whatever was weighed', () => {
    fc.assert(
      fc.property(someCandidates, (some) => {
        const candidates = some.map(({ idle, ...each }, index) => candidate(index, { ...each, idleSince: at(idle) }));
        const inputs = inputsOf(ofReaders(...candidates));
        const record = decisionRecord(inputs, params);
        expect(record.chosen).toBe(chooseReader(read, candidates, params).chosen?.readerId);
        const kept = decisionOf(record, fromDatabase(storedDecision(record)));
        expect(replayDecision(kept, fromDatabase(inputs), fromDatabase(params))).toMatchObject({ same: true });
      }),
    );
  });

  it('gives the chance of being late its weight again, and leaves it out where it was not known', () => {
    const pressing = { priority: 'stat', slackMinutes: 20, waitedMinutes: 1.5 } as const;
    const choice = { ...ofReaders(candidate(1, { expectedMinutes: 13 }), candidate(2, { expectedMinutes: 6 })) };
    const record = decisionRecord(inputsOf({ ...choice, urgency: pressing } as ChoiceInputs), params);
    const kept = decisionOf(record, fromDatabase(storedDecision(record)));
    const again = fromDatabase(inputsOf({ ...choice, urgency: pressing } as ChoiceInputs));
    expect(replayDecision(kept, again, fromDatabase(params))).toMatchObject({ same: true });
    expect(record.candidates[0]?.terms).toHaveProperty('breach');
    expect(replayDecision(kept, inputsOf(choice), params).differences).toContain('candidates');
  });

  it('finds whatever was changed afterwards', () => {
    const inputs = inputsOf(ofReaders(candidate(1), candidate(2, { surplusMinutes: 40 })));
    const record = decisionRecord(inputs, params);
    const differs = (changed: object, given: object = {}) =>
      replayDecision({ ...record, ...changed }, { ...inputs, ...given }, params).differences;
    expect(differs({ chosen: uuid(2) })).toEqual(['chosen']);
    expect(differs({ slackMinutes: 49.9 })).toEqual(['slackMinutes']);
    expect(differs({ position: 7 })).toEqual(['position']);
    expect(differs({}, { choice: ofReaders(candidate(1)) })).toEqual(['candidates', 'pools', 'runnerUp']);
    const other = { ...params, balanceFactor: 0.2 };
    expect(replayDecision(record, inputs, other).differences).toEqual(['candidates', 'runnerUp']);
  });

  it('asks the log as well', () => {
    const inputs = inputsOf(ofReaders(candidate(1)));
    const record = decisionRecord(inputs, params);
    const given = { type: 'read.assigned', version: 5, readerId: uuid(1) };
    expect(logAgrees(record, inputs, [given])).toBe(true);
    expect(logAgrees(record, inputs, [{ ...given, readerId: uuid(2) }])).toBe(false);
    expect(logAgrees(record, inputs, [{ ...given, version: 6 }])).toBe(false);
    expect(logAgrees(record, inputs, [{ ...given, type: 'read.declined' }])).toBe(false);
  });
});

describe('what came of a decision', () => {
  const of = { dueAt: at(60), superseded: false };
  const event = (type: string, minute: number, reason: string | null = null) => ({ type, at: at(minute), reason });
  it.each([
    ['offered', [], {}],
    ['accepted', [event('read.started', 12), event('read.opened', 13)], { at: at(12) }],
    ['declined', [event('read.declined', 12, 'fatigue')], { reason: 'fatigue' }],
    ['expired', [event('read.expired', 13)], { at: at(13) }],
    ['released', [event('read.started', 12), event('read.released', 20, 'called away')], { reason: 'called away' }],
    ['on-time', [event('read.started', 12), event('read.completed', 50)], { lateMinutes: -10 }],
    ['late', [event('read.started', 12), event('read.completed', 75)], { lateMinutes: 15 }],
  ])('is read off the log: %s', (state, after, more) => {
    expect(decisionOutcome('ready', after, of)).toMatchObject({ state, ...more });
  });

  it('is accepted at once where the reader took it, and withdrawn where another was decided on', () => {
    expect(decisionOutcome('taken', [], of).state).toBe('accepted');
    expect(decisionOutcome('ready', [], { ...of, superseded: true }).state).toBe('withdrawn');
  });
});

describe('why this reader', () => {
  it('is said by the margin and the term that made most of it', () => {
    const record = decisionRecord(
      inputsOf(ofReaders(candidate(1), candidate(2, { tier: 'offshore', surplusMinutes: 20 }))),
      params,
    );
    expect(marginOf(record)).toEqual({ total: 3, byTerm: { tier: 2, balance: 1 } });
    expect(whyThisReader(record)).toEqual({
      code: 'least-cost',
      text: 'Costs 3 expected minutes less than the next of 2, most of it by tier',
    });
  });

  it('is the turn between equals, and no comparison with nobody', () => {
    const equals = ofReaders(candidate(1, { idleSince: at(2) }), candidate(2));
    expect(whyThisReader(decisionRecord(inputsOf(equals), params)).code).toBe('by-turn');
    expect(whyThisReader(decisionRecord(inputsOf(ofReaders(candidate(1))), params)).code).toBe('only-one');
    const named = inputsOf({ kind: 'named', readerId: asId('r') }, { trigger: 'manager' });
    expect(whyThisReader(decisionRecord(named, params)).code).toBe('named');
  });
});
