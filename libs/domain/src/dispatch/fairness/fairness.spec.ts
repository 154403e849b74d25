import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import type { Priority } from '../../studies/study.js';
import { PRIORITIES } from '../../studies/study.js';
import type { OfferCandidate } from '../choose-reader.js';
import { chooseReader } from '../choose-reader.js';
import { DEFAULT_DISPATCH_PARAMS as params } from '../dispatch-params.js';
import { inOfferOrder, rankAll } from '../rank-for-reader.js';
import { at, place, visibleRead, waiting } from '../samples.fixture.js';
import { fairTerms } from './fair-share.js';
import type { Likeness, RecentWork } from './kinship.js';
import { kinshipOf, mayContinue } from './kinship.js';
import { surplusByReader } from './reader-balance.js';

const load = (reader: string, readMinutes: number, signedOnMinutes: number, group = 'day') => ({
  readerId: asId<ReturnType<typeof place>['readerId']>(reader),
  readingGroupId: asId<ReturnType<typeof place>['readingGroupId']>(group),
  readMinutes,
  signedOnMinutes,
});

describe('balance between readers', () => {
  it('is by the minutes read for the time signed on, not by the count of reads or the length of the day', () => {
    const surplus = surplusByReader([load('long-day', 400, 480), load('short-day', 100, 120), load('idle', 0, 0)]);
    expect(surplus.get(asId('long-day'))).toBeCloseTo(0, 9);
    expect(surplus.get(asId('short-day'))).toBeCloseTo(0, 9);
    expect(surplus.get(asId('idle'))).toBe(0);
  });

  it('says who is ahead of their own group alone', () => {
    const surplus = surplusByReader([load('a', 90, 100), load('b', 30, 100), load('night', 5, 100, 'night')]);
    expect([surplus.get(asId('a')), surplus.get(asId('b')), surplus.get(asId('night'))]).toEqual([30, -30, 0]);
  });

  it('sums to nothing over a group', () => {
    const some = fc.array(fc.tuple(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 600 })), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(some, (rows) => {
        const surplus = surplusByReader(rows.map(([read, on], index) => load(`r${index}`, read, on)));
        expect([...surplus.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 6);
      }),
    );
  });
});

const flow = (healthSystem: string, usualMinutes: number, lateMinutes: number) => ({
  healthSystemId: asId<ReturnType<typeof waitingSystem>>(healthSystem),
  usualMinutes,
  lateMinutes,
});
const waitingSystem = () => visibleRead().healthSystemId;
const live = { suspended: false };

describe('the share between health systems', () => {
  it('takes something off who has had more than they usually send, and gives it to who had less', () => {
    const terms = fairTerms([flow('mercy', 500, 90), flow('harbour', 500, 30)], params, live);
    expect(terms.get(asId('mercy'))).toBeGreaterThan(0);
    expect(terms.get(asId('harbour'))).toBeLessThan(0);
    const even = fairTerms([flow('mercy', 800, 80), flow('harbour', 200, 20)], params, live);
    expect([...even.values()].map((term) => Math.abs(term) < 1e-9)).toEqual([true, true]);
  });

  it('is of no account when little was read, for one alone, and in a declared event', () => {
    const flows = [flow('mercy', 500, 90), flow('harbour', 500, 30)];
    expect(fairTerms(flows, params, { suspended: true }).size).toBe(0);
    expect(fairTerms(flows.slice(0, 1), params, live).size).toBe(0);
    expect(fairTerms([flow('a', 500, 9), flow('b', 500, 3)], params, live).size).toBe(0);
  });

  it('is bounded, whatever anybody sends', () => {
    const minutes = fc.nat({ max: 100_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(minutes, minutes), { maxLength: 6 }), (rows) => {
        const terms = fairTerms(
          rows.map(([usual, late], index) => flow(`h${index}`, usual, late)),
          params,
          live,
        );
        for (const term of terms.values()) expect(Math.abs(term)).toBeLessThanOrEqual(params.fairShare.most);
      }),
    );
  });

  it('never moves critical or STAT work, by the whole order', () => {
    const some = fc.record({
      priority: fc.constantFrom(...PRIORITIES),
      dueAt: fc.integer({ min: 1, max: 400 }),
      fairTerm: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      kin: fc.constantFrom(null, 'same-patient' as const, 'same-exam' as const),
    });
    const pressing = (list: ReturnType<typeof waiting>[]) =>
      inOfferOrder(list, at(0), params)
        .filter(({ study }) => study.priority === 'critical' || study.priority === 'stat')
        .map(({ read }) => read.id);
    fc.assert(
      fc.property(fc.array(some, { maxLength: 10 }), (rows) => {
        const plain = rows.map((row, index) => waiting(`r${index}`, row.priority, { dueAt: row.dueAt }));
        const fair = plain.map((each, index) => ({ ...each, fairTerm: rows[index]!.fairTerm, kin: rows[index]!.kin }));
        expect(pressing(fair)).toEqual(pressing(plain));
      }),
    );
  });
});

const head: Likeness = { patientId: asId('p1'), modalityFamily: 'CT', bodyPart: 'HEAD', protocol: null };
const recent = (changes: Partial<RecentWork> = {}): RecentWork => ({ ...head, completedAt: at(50), ...changes });

describe('reads that belong together', () => {
  it('are those of one patient, then those of one exam, read just now', () => {
    const other = recent({ patientId: asId('p2') });
    expect(kinshipOf(head, [recent({ bodyPart: 'CHEST' })], at(60)).kin).toBe('same-patient');
    expect(kinshipOf(head, [other], at(60)).kin).toBe('same-exam');
    expect(kinshipOf(head, [recent({ patientId: asId('p2'), bodyPart: 'CHEST' })], at(60)).kin).toBeNull();
    expect(kinshipOf(head, [other], at(71)).kin).toBeNull();
    expect(
      kinshipOf({ ...head, bodyPart: null }, [recent({ patientId: asId('p2'), bodyPart: null })], at(60)).kin,
    ).toBeNull();
  });

  it('of one trauma patient go to several readers at once', () => {
    const trauma = { ...head, protocol: 'trauma' };
    const held = recent({ protocol: 'trauma', bodyPart: 'ABDOMEN', completedAt: null });
    expect(kinshipOf(trauma, [held], at(60))).toEqual({ kin: null, sharesTrauma: true });
    expect(kinshipOf(trauma, [recent()], at(60))).toEqual({ kin: 'same-patient', sharesTrauma: false });
    const candidate = (reader: string, more: Partial<OfferCandidate> = {}): OfferCandidate => ({
      ...place(reader),
      readerVersion: 1,
      scarcityShare: 0,
      surplusMinutes: 0,
      readPrior: false,
      idleSince: at(0),
      ...more,
    });
    const one = candidate('has-the-abdomen', { sharesTrauma: true });
    const choose = (...all: OfferCandidate[]) => chooseReader(visibleRead(), all, params).chosen?.readerId;
    expect(choose(one, candidate('free', { tier: 'offshore', surplusMinutes: 20 }))).toBe('free');
    // Nobody else is there: they read it, too.
    expect(choose(one)).toBe('has-the-abdomen');
  });

  it('are preferred by a little, and said by name', () => {
    const [plain, kin] = ['plain', 'kin'].map((id) => waiting(id, 'routine', { dueAt: 300 }));
    const list = [plain!, { ...kin!, kin: 'same-exam' as const }];
    expect(rankAll(list, at(0), params).map(({ readId }) => readId)).toEqual(['kin', 'plain']);
    expect(rankAll(list, at(0), params)[0]?.terms.batch).toBe(params.batch.index['same-exam']);
    const term = (priority: Priority) =>
      rankAll([{ ...waiting('a', priority), kin: 'same-patient' as const }], at(0), params)[0]?.terms.batch;
    expect(PRIORITIES.map(term)).toEqual([0, 0, 0.3, 0.3]);
  });

  it('go on with the reader of the prior, where the read need not be independent', () => {
    expect(mayContinue({ purpose: 'primary', independent: false })).toBe(true);
    expect(mayContinue({ purpose: 'primary', independent: true })).toBe(false);
    expect(mayContinue({ purpose: 'secondary', independent: false })).toBe(false);
    expect(mayContinue({ purpose: 'adjudication', independent: true })).toBe(false);
  });
});
