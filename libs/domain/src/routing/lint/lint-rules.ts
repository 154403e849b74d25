import { morePressing } from '../../studies/change-priority.js';
import { anchorRules, valuesOf, type AnchoredRules } from '../anchored-rules.js';
import type { Condition } from '../conditions/condition.js';
import { ATTRIBUTES } from '../conditions/study-attributes.js';
import type { PolicyRule } from '../policy.js';
import { warning, type Finding } from './finding.js';
import { excludes, implies } from './implies.js';

/** Attributes that rules set while they are tried: what one rule saw a later one may see otherwise. */
const SETTABLE = ['priority', 'subspecialty', 'protocol'] as const;

/** Rules that can never do what they say, because of themselves or of a rule before them. */
export function lintRules(rules: readonly PolicyRule[]): Finding[] {
  const shadowing = new Shadows(rules);
  return rules.flatMap((rule, place) => {
    const path = `rules.${place}`;
    const clash = contradiction(rule.conditions);
    if (clash !== null) {
      const message = `No study can match: condition ${clash[0]} excludes condition ${clash[1]}`;
      return [warning(path, 'rule/unreachable', message)];
    }
    const by = rule.plan === undefined ? null : shadowing.decidedBefore(place);
    const unreachable =
      by === null
        ? []
        : [warning(path, 'rule/unreachable', `Rule "${by.name}" before it decides every study that this one matches`)];
    return [...unreachable, ...shadowing.setsBefore(place)];
  });
}

/** Places of two conditions of a rule that no study holds together. */
function contradiction(conditions: readonly Condition[]): [number, number] | null {
  for (const [a, one] of conditions.entries()) {
    if (settable(one)) continue;
    const b = conditions.findIndex((other, at) => at > a && excludes(one, other));
    if (b >= 0) return [a, b];
  }
  return null;
}

const settable = ({ attribute }: Condition): boolean => (SETTABLE as readonly string[]).includes(attribute);

/** What a list contains is one of its values, as with `equals`. */
const asOneOf = (condition: Condition): Condition =>
  condition.operator === 'contains' && ATTRIBUTES[condition.attribute as keyof typeof ATTRIBUTES] === 'list'
    ? { ...condition, operator: 'equals' }
    : condition;

class Shadows {
  /** By place: the attributes that some rule from there on sets, with the last place it is set at. */
  private readonly lastSet: Record<string, number[]>;
  private readonly names: ReadonlySet<string>[];
  private readonly anchors: AnchoredRules;

  constructor(private readonly rules: readonly PolicyRule[]) {
    this.anchors = anchorRules(rules);
    this.names = rules.map(({ conditions }) => new Set(conditions.map(({ attribute }) => attribute)));
    this.lastSet = Object.fromEntries(
      SETTABLE.map((name) => [name, rules.flatMap(({ sets }, place) => (sets?.[name] === undefined ? [] : [place]))]),
    );
  }

  /** The first rule before it with a plan that matches all that this one matches. */
  decidedBefore(place: number): PolicyRule | null {
    const at = this.mayCover(place).find(
      (before) => this.rules[before]?.plan !== undefined && this.covers(before, place),
    );
    return at === undefined ? null : (this.rules[at] ?? null);
  }

  /**
   * Places of the rules before it that may match all that it matches, in order: whichever asks for one of some values is
   * covered by nothing but a condition that asks for some of these.
   */
  private mayCover(place: number): number[] {
    const { anchored, always } = this.anchors;
    const found = new Set(always);
    for (const condition of this.rules[place]?.conditions ?? []) {
      const [value] = valuesOf(asOneOf(condition)) ?? [];
      if (value === undefined) continue;
      for (const before of anchored.get(condition.attribute)?.get(value) ?? []) found.add(before);
    }
    return [...found].filter((before) => before < place).sort((a, b) => a - b);
  }

  /** What the rule sets, and an earlier one has always set before. */
  setsBefore(place: number): Finding[] {
    const { sets } = this.rules[place] ?? {};
    if (sets === undefined) return [];
    const mayCover = this.mayCover(place);
    return SETTABLE.flatMap((name) => {
      const value = sets[name];
      if (value === undefined) return [];
      const at = mayCover.find(
        (before) =>
          this.rules[before]?.sets?.[name] !== undefined &&
          this.covers(before, place) &&
          this.overrules(before, place, name),
      );
      if (at === undefined) return [];
      const earlier = this.rules[at];
      const same = earlier?.sets?.[name] === value;
      const message = `Rule "${earlier?.name}" before it has always set ${name} to ${earlier?.sets?.[name]}`;
      return [warning(`rules.${place}.sets.${name}`, same ? 'rule/set-never-used' : 'rule/set-contradicted', message)];
    });
  }

  /** The first to set a subspecialty or protocol wins; a priority is only ever raised. */
  private overrules(before: number, place: number, name: (typeof SETTABLE)[number]): boolean {
    if (name !== 'priority') return true;
    const [was, is] = [this.rules[before]?.sets?.priority, this.rules[place]?.sets?.priority];
    return was !== undefined && is !== undefined && !morePressing(is, was);
  }

  /** Whether the earlier rule matches every study that the later one matches. */
  private covers(earlier: number, later: number): boolean {
    const [wide, narrow] = [this.rules[earlier], this.rules[later]];
    if (wide === undefined || narrow === undefined) return false;
    return wide.conditions.every(
      (condition) =>
        (this.names[later]?.has(condition.attribute) ?? false) &&
        !this.setBetween(condition.attribute, earlier, later) &&
        narrow.conditions.some((each) => implies(each, condition)),
    );
  }

  private setBetween(attribute: string, from: number, to: number): boolean {
    return (this.lastSet[attribute] ?? []).some((place) => place >= from && place < to);
  }
}
