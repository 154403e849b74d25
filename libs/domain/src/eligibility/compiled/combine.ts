import { RULE_CODES, type RuleCode } from '../facts.js';
import { bitsIn, hasBit, lowestBit, wordAt } from './bits.js';
import type { LoadSet } from './load-bits.js';
import { ruleNumber } from './rule-tests.js';
import type { StudyClass } from './study-class.js';

const CAPACITY = ruleNumber('capacity');
const FATIGUE = ruleNumber('fatigue');
const INDEPENDENCE = ruleNumber('independence');
const RULES = RULE_CODES.map((_, rule) => rule);

export interface EligibilityCounts {
  eligible: number;
  /** How many readers fail each rule, whatever else they fail. */
  failedByRule: Partial<Record<RuleCode, number>>;
  /** How many readers fail that rule alone: what mending it would bring. */
  soleBlockers: Partial<Record<RuleCode, number>>;
}

/** One read's question: the static answer of its class, who has too much to do, and who read the study before. */
export interface Parts {
  study: StudyClass;
  readers: number;
  /** Null where neither capacity nor fatigue is asked. */
  loads: { capacity: LoadSet; fatigue: LoadSet } | null;
  /** Slots of those who did another read that bars this one. */
  barred: ReadonlySet<number>;
}

/** Whether the reader in the slot fails the rule. */
export function failsRule({ study, loads, barred }: Parts, rule: number, slot: number): boolean {
  if (rule === CAPACITY) return loads !== null && hasBit(loads.capacity.bits, slot);
  if (rule === FATIGUE) return loads !== null && hasBit(loads.fatigue.bits, slot);
  return rule === INDEPENDENCE ? barred.has(slot) : study.failsRule(rule, slot);
}

/** Whether the reader in the slot fails none. */
export const isEligible = ({ study, readers, loads, barred }: Parts, slot: number): boolean =>
  slot < readers && !hasBit(study.one, slot) && !isLoaded(loads, slot) && !barred.has(slot);

const isLoaded = (loads: Parts['loads'], slot: number): boolean =>
  loads !== null && (hasBit(loads.capacity.bits, slot) || hasBit(loads.fatigue.bits, slot));

/** Calls with the slot of each reader who fails none, lowest first. */
export function eachEligible({ study, readers, loads, barred }: Parts, call: (slot: number) => void): void {
  for (let w = 0; w << 5 < readers; w += 1) {
    const loaded = loads === null ? 0 : wordAt(loads.capacity.bits, w) | wordAt(loads.fatigue.bits, w);
    for (let word = ~(wordAt(study.one, w) | loaded) & presentIn(w, readers); word !== 0; word &= word - 1) {
      const slot = (w << 5) + lowestBit(word);
      if (!barred.has(slot)) call(slot);
    }
  }
}

/** How many fail none, each, and one alone. */
export function countFailures(parts: Parts): EligibilityCounts {
  const failed = parts.study.failed.slice();
  const sole = parts.study.sole.slice();
  const loaded = countLoaded(parts, failed, sole);
  const barred = countBarred(parts, failed, sole);
  const eligible = parts.readers - parts.study.failing - loaded - barred;
  return { eligible, failedByRule: named(failed), soleBlockers: named(sole) };
}

/** Of the last word, the slots that somebody has. */
const presentIn = (word: number, readers: number): number =>
  (word + 1) << 5 <= readers ? -1 : (1 << (readers & 31)) - 1;

/** Answers how many would be eligible but for what they have to do. */
function countLoaded({ study, loads }: Parts, failed: Int32Array, sole: Int32Array): number {
  if (loads === null) return 0;
  const { capacity, fatigue } = loads;
  const { one, many } = study;
  let both = 0;
  let capacityAlone = 0;
  let fatigueAlone = 0;
  for (let w = 0; w < one.length; w += 1) {
    const full = wordAt(capacity.bits, w);
    const tired = wordAt(fatigue.bits, w);
    if ((full | tired) === 0) continue;
    const others = wordAt(one, w);
    both += bitsIn(full & tired & ~others);
    capacityAlone += bitsIn(full & ~tired & ~others);
    fatigueAlone += bitsIn(tired & ~full & ~others);
    // Who failed one rule alone now fails a second.
    for (let more = (full | tired) & others & ~wordAt(many, w); more !== 0; more &= more - 1) {
      const rule = study.soleRuleOf((w << 5) + lowestBit(more));
      sole[rule] = (sole[rule] as number) - 1;
    }
  }
  failed[CAPACITY] = capacity.count;
  failed[FATIGUE] = fatigue.count;
  sole[CAPACITY] = capacityAlone;
  sole[FATIGUE] = fatigueAlone;
  return both + capacityAlone + fatigueAlone;
}

/** Answers how many would be eligible but for what they have read of the study. */
function countBarred(parts: Parts, failed: Int32Array, sole: Int32Array): number {
  let alone = 0;
  for (const slot of parts.barred) {
    failed[INDEPENDENCE] = (failed[INDEPENDENCE] as number) + 1;
    const others = RULES.filter((rule) => rule !== INDEPENDENCE && failsRule(parts, rule, slot));
    const [only] = others;
    if (only === undefined) {
      alone += 1;
      sole[INDEPENDENCE] = (sole[INDEPENDENCE] as number) + 1;
    } else if (others.length === 1) sole[only] = (sole[only] as number) - 1;
  }
  return alone;
}

function named(counts: Int32Array): Partial<Record<RuleCode, number>> {
  const found: Partial<Record<RuleCode, number>> = {};
  for (const [rule, code] of RULE_CODES.entries()) {
    const count = counts[rule] as number;
    if (count > 0) found[code] = count;
  }
  return found;
}
