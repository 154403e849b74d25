import { RULE_CODES, type RuleCode } from '../facts.js';
import { bitsIn, eachBit, hasBit, lowestBit, wordAt, type Bits } from './bits.js';
import type { LoadSet } from './load-bits.js';
import { ruleNumber } from './rule-tests.js';
import type { StudyClass } from './study-class.js';

const CAPACITY = ruleNumber('capacity');
const FATIGUE = ruleNumber('fatigue');
const INDEPENDENCE = ruleNumber('independence');

export interface EligibilityCounts {
  eligible: number;
  /** How many readers fail each rule, whatever else they fail. */
  failedByRule: Partial<Record<RuleCode, number>>;
  /** How many readers fail that rule alone: what mending it would bring. */
  soleBlockers: Partial<Record<RuleCode, number>>;
}

interface Parts {
  study: StudyClass;
  readers: number;
  /** Null where neither capacity nor fatigue is asked. */
  loads: { capacity: LoadSet; fatigue: LoadSet } | null;
  /** Slots of those who did another read that bars this one. */
  barred: ReadonlySet<number>;
}

/** The answer for one read: its class, less who has too much to do and who read the study before. */
export interface Combined {
  counts(): EligibilityCounts;
  eachEligible(call: (slot: number) => void): void;
  isEligible(slot: number): boolean;
  fails(rule: number, slot: number): boolean;
}

export function combine(parts: Parts): Combined {
  const may = new Uint32Array((parts.readers + 31) >>> 5);
  const failed = parts.study.failed.slice();
  const sole = parts.study.sole.slice();
  let eligible =
    parts.loads === null ? withoutLoads(parts, may) : withLoads({ ...parts, loads: parts.loads }, may, [failed, sole]);
  const fails = (rule: number, slot: number): boolean => {
    if (rule === CAPACITY) return parts.loads !== null && hasBit(parts.loads.capacity.bits, slot);
    if (rule === FATIGUE) return parts.loads !== null && hasBit(parts.loads.fatigue.bits, slot);
    return rule === INDEPENDENCE ? parts.barred.has(slot) : parts.study.failsRule(rule, slot);
  };
  for (const slot of parts.barred) {
    failed[INDEPENDENCE] = (failed[INDEPENDENCE] as number) + 1;
    const others = RULE_CODES.map((_, rule) => rule).filter((rule) => rule !== INDEPENDENCE && fails(rule, slot));
    const [only] = others;
    if (only === undefined) {
      eligible -= 1;
      sole[INDEPENDENCE] = (sole[INDEPENDENCE] as number) + 1;
      may[slot >>> 5] = wordAt(may, slot >>> 5) & ~(1 << (slot & 31));
    } else if (others.length === 1) sole[only] = (sole[only] as number) - 1;
  }
  return {
    counts: () => ({ eligible, failedByRule: named(failed), soleBlockers: named(sole) }),
    eachEligible: (call) => eachBit(may, call),
    isEligible: (slot) => hasBit(may, slot),
    fails,
  };
}

/** Of the last word, the slots that somebody has. */
const presentIn = (word: number, readers: number): number =>
  (word + 1) << 5 <= readers ? -1 : (1 << (readers & 31)) - 1;

function withoutLoads({ study, readers }: Parts, may: Bits): number {
  let eligible = 0;
  for (let w = 0; w < may.length; w += 1) {
    const word = ~wordAt(study.one, w) & presentIn(w, readers);
    may[w] = word;
    eligible += bitsIn(word);
  }
  return eligible;
}

function withLoads(
  { study, readers, loads }: Parts & { loads: NonNullable<Parts['loads']> },
  may: Bits,
  [failed, sole]: readonly [Int32Array, Int32Array],
): number {
  const { capacity, fatigue } = loads;
  let eligible = 0;
  let capacityAlone = 0;
  let fatigueAlone = 0;
  for (let w = 0; w < may.length; w += 1) {
    const [full, tired, one] = [wordAt(capacity.bits, w), wordAt(fatigue.bits, w), wordAt(study.one, w)];
    const word = ~(one | full | tired) & presentIn(w, readers);
    may[w] = word;
    eligible += bitsIn(word);
    if ((full | tired) === 0) continue;
    capacityAlone += bitsIn(full & ~tired & ~one);
    fatigueAlone += bitsIn(tired & ~full & ~one);
    // Who failed one rule alone now fails a second.
    for (let more = (full | tired) & one & ~wordAt(study.many, w); more !== 0; more &= more - 1) {
      const rule = study.soleRuleOf((w << 5) + lowestBit(more));
      sole[rule] = (sole[rule] as number) - 1;
    }
  }
  failed[CAPACITY] = capacity.count;
  failed[FATIGUE] = fatigue.count;
  sole[CAPACITY] = capacityAlone;
  sole[FATIGUE] = fatigueAlone;
  return eligible;
}

function named(counts: Int32Array): Partial<Record<RuleCode, number>> {
  const found: Partial<Record<RuleCode, number>> = {};
  for (const [rule, code] of RULE_CODES.entries()) {
    const count = counts[rule] as number;
    if (count > 0) found[code] = count;
  }
  return found;
}
