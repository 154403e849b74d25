import { RULE_CODES, type ReadFacts } from '../facts.js';
import { bitsIn, hasBit, lowestBit, setBit, wordAt, type Bits } from './bits.js';
import { standingsFor, type ReaderStandings } from './reader-standings.js';
import { failsWord, ruleNumber, type RuleTest } from './rule-tests.js';
import { LICENCE, type StandingJudge } from './standing-judge.js';

const RULES = RULE_CODES.length;
const LICENCE_RULE = ruleNumber('licence');
const AWAY = 255;

export interface ClassQuestion {
  read: ReadFacts;
  stage: 'plan' | 'offer';
  tests: readonly RuleTest[];
  judge: StandingJudge;
  standings: readonly ReaderStandings[];
}

/**
 * The static answer for a class of studies: who fails what, whatever they hold just now. A reader who could stand for
 * several groups or shifts is judged by the standing that fails least, as `judgeReader` does.
 */
export class StudyClass {
  /** One set per rule, in the order of the codes. */
  private readonly fails: readonly Bits[];
  /** Who fails at least one rule, and who fails at least two. */
  readonly one: Bits;
  readonly many: Bits;
  /** Judged as reading from home: rostered, or not signed on at all. */
  readonly fromHome: Bits;
  readonly failed = new Int32Array(RULES);
  readonly sole = new Int32Array(RULES);
  /** The only rule a reader fails, by slot. */
  private readonly soleRule: Uint8Array;

  constructor(
    private readonly question: ClassQuestion,
    words: number,
  ) {
    this.fails = RULE_CODES.map(() => new Uint32Array(words));
    this.one = new Uint32Array(words);
    this.many = new Uint32Array(words);
    this.fromHome = new Uint32Array(words);
    this.soleRule = new Uint8Array(words * 32).fill(AWAY);
    this.askOfReaders();
    for (let slot = 0; slot < question.standings.length; slot += 1) this.askOfStandings(slot);
    this.count();
  }

  /** What alone a reader of `one`, but not of `many`, fails. */
  soleRuleOf(slot: number): number {
    return this.soleRule[slot] as number;
  }

  failsRule(rule: number, slot: number): boolean {
    return hasBit(this.fails[rule] as Bits, slot);
  }

  /** Asks again of one reader: something about them changed. */
  renew(slot: number): void {
    this.tally(slot, -1);
    for (const set of this.fails) setBit(set, slot, false);
    for (const test of this.question.tests)
      if (((failsWord(test, slot >>> 5) >>> (slot & 31)) & 1) === 1) setBit(this.fails[test.rule] as Bits, slot, true);
    this.askOfStandings(slot);
    let failures = 0;
    for (let rule = 0; rule < RULES; rule += 1) {
      if (!this.failsRule(rule, slot)) continue;
      failures += 1;
      this.soleRule[slot] = rule;
    }
    setBit(this.one, slot, failures > 0);
    setBit(this.many, slot, failures > 1);
    this.tally(slot, 1);
  }

  private tally(slot: number, by: 1 | -1): void {
    for (let rule = 0; rule < RULES; rule += 1)
      if (this.failsRule(rule, slot)) this.failed[rule] = (this.failed[rule] as number) + by;
    if (!hasBit(this.one, slot) || hasBit(this.many, slot)) return;
    const rule = this.soleRuleOf(slot);
    this.sole[rule] = (this.sole[rule] as number) + by;
  }

  private askOfReaders(): void {
    const { length } = this.question.standings;
    for (const test of this.question.tests) {
      const set = this.fails[test.rule] as Bits;
      for (let w = 0; w << 5 < length; w += 1) set[w] = failsWord(test, w);
      // Slots that nobody has fail nothing.
      if ((length & 31) !== 0) set[length >>> 5] = wordAt(set, length >>> 5) & ((1 << (length & 31)) - 1);
    }
  }

  private askOfStandings(slot: number): void {
    const { judge, read, stage } = this.question;
    const standings = standingsFor(this.question.standings[slot] as ReaderStandings, stage, read);
    let mask = 0;
    let fewest = Infinity;
    let fromHome = false;
    // The licence of where images were made fails every standing alike: it must not tell them apart.
    const shared = standings.length > 1 && hasBit(this.fails[LICENCE_RULE] as Bits, slot) ? LICENCE : 0;
    for (const each of standings) {
      const failures = judge.failures(each) | shared;
      const count = bitsIn(failures);
      if (count >= fewest) continue;
      mask = failures;
      fewest = count;
      fromHome = each.fromHome;
    }
    setBit(this.fromHome, slot, fromHome);
    for (; mask !== 0; mask &= mask - 1) setBit(this.fails[lowestBit(mask)] as Bits, slot, true);
  }

  /** Carry-save: a bit that comes twice has been in `one` before. */
  private count(): void {
    for (const [rule, set] of this.fails.entries()) {
      let failed = 0;
      for (let w = 0; w < set.length; w += 1) {
        const word = wordAt(set, w);
        this.many[w] = wordAt(this.many, w) | (wordAt(this.one, w) & word);
        this.one[w] = wordAt(this.one, w) | word;
        failed += bitsIn(word);
      }
      this.failed[rule] = failed;
    }
    for (const [rule, set] of this.fails.entries()) {
      for (let w = 0; w < set.length; w += 1) {
        for (let word = wordAt(set, w) & ~wordAt(this.many, w); word !== 0; word &= word - 1) {
          this.soleRule[(w << 5) + lowestBit(word)] = rule;
          this.sole[rule] = (this.sole[rule] as number) + 1;
        }
      }
    }
  }
}
