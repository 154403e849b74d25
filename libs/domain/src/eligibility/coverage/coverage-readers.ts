import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { bitsIn, hasBit, lowestBit, wordAt, type Bits } from '../compiled/bits.js';
import {
  Numbers,
  readerStandings,
  standingsFor,
  type CompiledStanding,
  type ReaderStandings,
} from '../compiled/reader-standings.js';
import { readerValues } from '../compiled/reader-values.js';
import { failsWord, ruleTests } from '../compiled/rule-tests.js';
import { LICENCE, StandingJudge } from '../compiled/standing-judge.js';
import { ValueSets } from '../compiled/value-sets.js';
import type { ReaderFacts, ReadFacts, Relations } from '../facts.js';
import { DEFAULT_HARD_RULES, type HardRules } from '../hard-rules.js';

/** A reader through some hours: with these facts, from one place in the list of hours up to another; `at` is in the first. */
export interface Stay {
  facts: ReaderFacts;
  at: Instant;
  from: number;
  until: number;
}

/** A reader for as long as nothing of their own begins or ends: what they have at `at`, and when they are there. */
export interface Presence {
  facts: ReaderFacts;
  at: Instant;
  stays: Stay[];
}

/** Studies of this kind, asked about with what is agreed at an instant. */
export interface CoverageQuestion {
  read: ReadFacts;
  relations: Relations;
  now: Instant;
  /** Only of who is there in some hour from the one place up to the other. */
  from?: number;
  until?: number;
}

interface Compiled {
  facts: ReaderFacts;
  stays: { from: number; until: number; standings: ReaderStandings }[];
}

/**
 * Who is there when, compiled for many kinds of studies. What a reader has of their own is a set of bits, asked of all of
 * them at once, as `EligibilityIndex` does; only who passes is asked where they stand. No hour is compiled anew when shifts
 * change: whoever has two has two stays.
 */
export class CoverageReaders {
  private readonly compiled: Compiled[] = [];
  private readonly values: ValueSets;
  private readonly words: number;

  private constructor(
    presences: readonly Presence[],
    private readonly rules: HardRules,
  ) {
    this.words = (presences.length + 31) >>> 5;
    this.values = new ValueSets(this.words);
  }

  /** Pauses after each, so that others get a turn. */
  static *of(presences: readonly Presence[], rules = DEFAULT_HARD_RULES): Generator<void, CoverageReaders> {
    const made = new CoverageReaders(presences, rules);
    const numbering = { countries: new Numbers<string>(), groups: new Numbers<string | null>() };
    for (const [slot, { facts, at, stays }] of presences.entries()) {
      made.values.replace(slot, readerValues(facts, at, rules));
      const compiled = stays.map(({ facts: there, at: begins, from, until }) => {
        return { from, until, standings: readerStandings(there, begins, rules, numbering) };
      });
      made.compiled.push({ facts, stays: compiled });
      yield;
    }
    return made;
  }

  /** Calls for each stay of who passes every rule, with the first of their standings that does. */
  eachAble(
    question: CoverageQuestion,
    call: (stay: { facts: ReaderFacts; from: number; until: number }, standing: CompiledStanding) => void,
  ): void {
    const { read, from: first = 0, until: end = Infinity } = question;
    const judge = new StandingJudge({ ...question, stage: 'plan' }, this.rules);
    const barred = barredFrom(read);
    this.eachWithout(this.ownFailures(question).one, ({ facts, stays }) => {
      if (barred.has(facts.reader.id)) return;
      for (const { from, until, standings } of stays) {
        if (from >= end || until <= first) continue;
        const passes = standingsFor(standings, 'plan', read).find((each) => judge.failures(each) === 0);
        if (passes !== undefined) call({ facts, from, until }, passes);
      }
    });
  }

  /** Readers who, where they stand best, fail one rule and no other. */
  failingOne(question: CoverageQuestion): ReaderFacts[] {
    const { read } = question;
    const judge = new StandingJudge({ ...question, stage: 'plan' }, this.rules);
    const barred = barredFrom(read);
    const { one, two, licence } = this.ownFailures(question);
    const found: ReaderFacts[] = [];
    this.eachWithout(two, ({ facts, stays }, slot) => {
      const own = (hasBit(one, slot) ? 1 : 0) + (barred.has(facts.reader.id) ? 1 : 0);
      // The licence of where images were made and that of where they are read are one rule.
      const counted = hasBit(licence, slot) ? ~LICENCE : -1;
      const fewest = (standings: ReaderStandings): number =>
        Math.min(...standingsFor(standings, 'plan', read).map((each) => bitsIn(judge.failures(each) & counted)));
      if (stays.some(({ standings }) => own + fewest(standings) === 1)) found.push(facts);
    });
    return found;
  }

  private eachWithout(bits: Bits, call: (compiled: Compiled, slot: number) => void): void {
    for (let w = 0; w < this.words; w += 1)
      for (let word = ~wordAt(bits, w); word !== 0; word &= word - 1) {
        const slot = (w << 5) + lowestBit(word);
        const compiled = this.compiled[slot];
        if (compiled !== undefined) call(compiled, slot);
      }
  }

  /** Who fails at least one, and at least two, of the rules about themselves; and who that of the licence. */
  private ownFailures({ read, relations, now }: CoverageQuestion): { one: Bits; two: Bits; licence: Bits } {
    const [one, two, licence] = [new Int32Array(this.words), new Int32Array(this.words), new Int32Array(this.words)];
    for (const test of ruleTests(read, { relations, now }, this.rules, this.values)) {
      const ofLicence = 1 << test.rule === LICENCE;
      for (let w = 0; w < this.words; w += 1) {
        const fails = failsWord(test, w);
        two[w] = wordAt(two, w) | (wordAt(one, w) & fails);
        one[w] = wordAt(one, w) | fails;
        if (ofLicence) licence[w] = fails;
      }
    }
    return { one, two, licence };
  }
}

/** Who did another read that bars them from this one. */
function barredFrom({ independent, purpose, otherReads }: ReadFacts): ReadonlySet<ReaderId> {
  const asks = independent || purpose === 'secondary' || purpose === 'adjudication';
  return new Set(asks ? otherReads.map(({ readerId }) => readerId) : []);
}
