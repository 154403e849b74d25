import { RULE_CODES, type ReadFacts } from '../facts.js';
import { bitsIn, lowestBit, setBit, type Bits } from './bits.js';
import { standingsFor, type ReaderStandings } from './reader-standings.js';
import { failsWord, type RuleTest } from './rule-tests.js';
import { LICENCE, type StandingJudge } from './standing-judge.js';

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
  /** Who fails at least one rule, and who fails at least two. */
  readonly one: Bits;
  readonly many: Bits;
  /** Judged as reading from home: rostered, or not signed on at all. */
  readonly fromHome: Bits;
  readonly failed = new Int32Array(RULE_CODES.length);
  readonly sole = new Int32Array(RULE_CODES.length);
  /** How many readers are in `one`. */
  failing = 0;
  /** By slot, one bit for each rule that fails, in the order of the codes. */
  private readonly failures: Uint16Array;

  constructor(
    private readonly question: ClassQuestion,
    words: number,
  ) {
    this.one = new Int32Array(words);
    this.many = new Int32Array(words);
    this.fromHome = new Int32Array(words);
    this.failures = new Uint16Array(words * 32);
    const { length } = question.standings;
    const found = this.askOfReaders(length);
    for (let slot = 0; slot < length; slot += 1) this.put(slot, this.askOfStandings(slot, found[slot] as number));
  }

  /** What alone a reader of `one`, but not of `many`, fails. */
  soleRuleOf(slot: number): number {
    return lowestBit(this.failuresOf(slot));
  }

  failsRule(rule: number, slot: number): boolean {
    return ((this.failuresOf(slot) >>> rule) & 1) === 1;
  }

  /** Asks again of one reader: something about them changed. */
  renew(slot: number): void {
    const [word, bit] = [slot >>> 5, slot & 31];
    let mask = 0;
    for (const test of this.question.tests) mask |= ((failsWord(test, word) >>> bit) & 1) << test.rule;
    this.put(slot, this.askOfStandings(slot, mask));
  }

  private failuresOf(slot: number): number {
    return this.failures[slot] as number;
  }

  /** Counts the reader's failures in place of what was counted for them. */
  private put(slot: number, mask: number): void {
    const before = this.failuresOf(slot);
    if (before === mask) return;
    this.failures[slot] = mask;
    for (let changed = before ^ mask; changed !== 0; changed &= changed - 1) {
      const rule = lowestBit(changed);
      this.failed[rule] = (this.failed[rule] as number) + ((mask >>> rule) & 1 ? 1 : -1);
    }
    if (bitsIn(before) === 1) this.sole[lowestBit(before)] = (this.sole[lowestBit(before)] as number) - 1;
    if (bitsIn(mask) === 1) this.sole[lowestBit(mask)] = (this.sole[lowestBit(mask)] as number) + 1;
    this.failing += Number(mask !== 0) - Number(before !== 0);
    setBit(this.one, slot, mask !== 0);
    setBit(this.many, slot, (mask & (mask - 1)) !== 0);
  }

  /** What each reader fails of the rules about themselves, a word of readers at a time. */
  private askOfReaders(length: number): Uint16Array {
    const found = new Uint16Array(this.failures.length);
    for (const test of this.question.tests) {
      for (let w = 0; w << 5 < length; w += 1) {
        for (let word = failsWord(test, w); word !== 0; word &= word - 1) {
          const slot = (w << 5) + lowestBit(word);
          found[slot] = (found[slot] as number) | (1 << test.rule);
        }
      }
    }
    return found;
  }

  /** The failures of the standing that fails least, beside those the reader has wherever they stand. */
  private askOfStandings(slot: number, own: number): number {
    const { judge, read, stage } = this.question;
    const standings = standingsFor(this.question.standings[slot] as ReaderStandings, stage, read);
    // The licence of where images were made fails every standing alike: it must not tell them apart.
    const shared = own & LICENCE;
    let mask = 0;
    let fewest = Infinity;
    let fromHome = false;
    for (const each of standings) {
      const failures = judge.failures(each) | shared;
      const count = bitsIn(failures);
      if (count >= fewest) continue;
      mask = failures;
      fewest = count;
      fromHome = each.fromHome;
    }
    setBit(this.fromHome, slot, fromHome);
    return own | mask;
  }
}
