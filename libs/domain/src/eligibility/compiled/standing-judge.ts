import type { Instant } from '../../core/instant.js';
import type { EligibilityQuestion, ReaderFacts, ReadFacts, Relations, RuleCode } from '../facts.js';
import type { HardRule, HardRules } from '../hard-rules.js';
import { licenceRequirementOf } from '../licence-requirements.js';
import { agreementRule } from '../rules/agreement.js';
import { contractRule } from '../rules/contract.js';
import { asksWhereRead } from '../rules/licence.js';
import { payerRule } from '../rules/payer.js';
import { residencyRule } from '../rules/residency.js';
import type { CompiledStanding } from './reader-standings.js';
import { ruleNumber } from './rule-tests.js';

const maskOf = (code: RuleCode): number => 1 << ruleNumber(code);
export const LICENCE = maskOf('licence');
const SESSION = maskOf('session');
/** Above the fourteen rules: the place of reading asks for a licence of its own. */
const ASKS_HERE = 1 << 20;
const UNKNOWN = -1;

/**
 * Rules about the place and the group of a standing, for one class of studies. They ask nothing of the reader, so the plain
 * rules are asked once of each country, group and pair, and every reader who stands there has the answer.
 */
export class StandingJudge {
  private readonly byGroup: number[] = [];
  private readonly byCountry: number[] = [];
  private readonly byPair: number[][] = [];
  private readonly later = new Map<string, number>();

  constructor(
    private readonly asked: { read: ReadFacts; relations: Relations; now: Instant; stage: 'plan' | 'offer' },
    private readonly rules: HardRules,
  ) {}

  /** The failed rules of a standing as a mask, of those that depend on it. */
  failures(each: CompiledStanding): number {
    const country = this.ofCountry(each);
    let mask = this.ofGroup(each) | this.ofPair(each) | (country & ~ASKS_HERE);
    if ((country & ASKS_HERE) !== 0 && !each.licensedHere) mask |= LICENCE;
    if (each.failsSession) mask |= SESSION;
    return mask;
  }

  private ofGroup(each: CompiledStanding): number {
    const known = this.byGroup[each.group] ?? UNKNOWN;
    const agreement = known === UNKNOWN ? (this.byGroup[each.group] = this.groupFailures(each)) : known;
    // The contract of a later shift is asked about the shift's own hours.
    return each.later ? (agreement & ~maskOf('contract')) | this.ofLaterContract(each) : agreement;
  }

  private groupFailures(each: CompiledStanding): number {
    const now = { ...each, standing: { ...each.standing, at: this.asked.now } };
    return this.mask('agreement', agreementRule, now) | this.mask('contract', contractRule, now);
  }

  private ofLaterContract(each: CompiledStanding): number {
    const name = `${each.group} ${each.standing.at.getTime()}`;
    const known = this.later.get(name);
    if (known !== undefined) return known;
    const mask = this.mask('contract', contractRule, each);
    this.later.set(name, mask);
    return mask;
  }

  private ofCountry(each: CompiledStanding): number {
    const known = this.byCountry[each.country] ?? UNKNOWN;
    return known === UNKNOWN
      ? (this.byCountry[each.country] = this.mask('payer', payerRule, each) | this.licenceHere(each))
      : known;
  }

  private licenceHere({ standing }: CompiledStanding): number {
    const { country } = standing.place;
    const here = licenceRequirementOf(country, this.asked.now, this.rules.licenceRequirements);
    if (here === null) return LICENCE;
    return asksWhereRead(here, country, this.asked.read.facility.country) ? ASKS_HERE : 0;
  }

  private ofPair(each: CompiledStanding): number {
    const rows = (this.byPair[each.country] ??= []);
    const known = rows[each.group] ?? UNKNOWN;
    return known === UNKNOWN ? (rows[each.group] = this.mask('residency', residencyRule, each)) : known;
  }

  private mask(code: RuleCode, rule: HardRule, { standing }: CompiledStanding): number {
    // None of these rules looks at the reader.
    const question: EligibilityQuestion = { ...this.asked, reader: NOBODY };
    return rule(question, standing, this.rules) === null ? 0 : maskOf(code);
  }
}

const NOBODY = {} as ReaderFacts;
