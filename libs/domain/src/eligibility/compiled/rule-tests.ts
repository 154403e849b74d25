import type { Instant } from '../../core/instant.js';
import { PRIVILEGE_LEVELS } from '../../network/network.js';
import { RULE_CODES, type ReadFacts, type Relations, type RuleCode } from '../facts.js';
import type { HardRules } from '../hard-rules.js';
import { jurisdictionOf, licenceRequirementOf } from '../licence-requirements.js';
import { modalitiesNotCovered } from '../modality-equivalents.js';
import { writingOf } from '../rules/language.js';
import { LEVEL_NEEDED } from '../rules/privilege.js';
import { whyNotInForce } from '../why-not-in-force.js';
import { wordAt, type Bits } from './bits.js';
import { VALUES } from './reader-values.js';
import type { ValueSets } from './value-sets.js';

export const ruleNumber = (code: RuleCode): number => RULE_CODES.indexOf(code);

/**
 * A rule about the reader alone, for one class of studies: it holds for who is in some set of every clause and in none of
 * the bars. A clause without a set holds for nobody: unknown is ineligible.
 */
export interface RuleTest {
  rule: number;
  clauses: readonly (readonly Bits[])[];
  bars: readonly Bits[];
}

/** What is asked of the readers for studies like this one, as agreements are in force. */
export function ruleTests(
  read: ReadFacts,
  { relations, now }: { relations: Relations; now: Instant },
  rules: HardRules,
  values: ValueSets,
): RuleTest[] {
  const setsOf = (...names: readonly string[]): Bits[] => names.flatMap((name) => values.of(name) ?? []);
  const test = (code: RuleCode, clauses: readonly (readonly string[])[], bars: readonly string[] = []): RuleTest => ({
    rule: ruleNumber(code),
    clauses: clauses.map((names) => setsOf(...names)),
    bars: setsOf(...bars),
  });
  const terms = modalitiesNotCovered(read.modalities, []);
  const competences = terms.map((term) => [VALUES.competence(term)]);
  return [
    test('modality', competences.length === 0 ? [[]] : competences),
    test('subspecialty', subspecialtyClauses(read, rules)),
    test('licence', [[licenceName(read, now, rules)].flatMap((name) => name ?? [])]),
    test('privilege', privilegeClauses(read, relations, now), traineeBars(read)),
    test('language', [languageNames(read.reportLanguage)]),
    test('exclusion', [], [VALUES.retired, VALUES.excludes(read.facility.id)]),
  ];
}

/** The readers of one word for whom the test does not hold. */
export function failsWord({ clauses, bars }: RuleTest, word: number): number {
  let holds = -1;
  for (const sets of clauses) {
    let some = 0;
    for (const set of sets) some |= wordAt(set, word);
    holds &= some;
  }
  for (const set of bars) holds &= ~wordAt(set, word);
  return ~holds;
}

function subspecialtyClauses(read: ReadFacts, { subspecialtyRequiredFor }: HardRules): string[][] {
  if (read.subspecialty === null || !subspecialtyRequiredFor.includes(read.issues)) return [];
  return [[VALUES.subspecialty(read.subspecialty)]];
}

/** The licence of where the images were made; null when nobody can have it. */
function licenceName({ facility }: ReadFacts, now: Instant, { licenceRequirements }: HardRules): string | null {
  const made = licenceRequirementOf(facility.country, now, licenceRequirements);
  const jurisdiction = made && jurisdictionOf(facility, made.level);
  return jurisdiction === null ? null : VALUES.licence(jurisdiction);
}

function languageNames(tag: string): string[] {
  if (tag === '') return [];
  const { language, script } = writingOf(tag);
  if (script === null) return [VALUES.language(language)];
  return [VALUES.writing(language, script), VALUES.writing(language, null)];
}

/** Own privileges, and at a hospital those by proxy whose agreement with the health system is in force. */
function privilegeClauses(read: ReadFacts, { agreements }: Relations, now: Instant): string[][] {
  const { facility } = read;
  const proxies =
    facility.kind !== 'hospital'
      ? []
      : agreements
          .filter((each) => each.healthSystemId === facility.healthSystemId && whyNotInForce(each, now) === null)
          .map((each) => each.id);
  // A level covers those below it.
  const levels = PRIVILEGE_LEVELS.slice(PRIVILEGE_LEVELS.indexOf(LEVEL_NEEDED[read.issues]));
  const counted = [null, ...proxies].flatMap((proxy) =>
    levels.map((level) => VALUES.privileged(proxy, facility.id, level)),
  );
  const all = counted.map(VALUES.forAll);
  const clauses = modalitiesNotCovered(read.modalities, []).map((term) => [
    ...all,
    ...counted.map((name) => VALUES.forTerm(name, term)),
  ]);
  return [counted, ...clauses];
}

const traineeBars = ({ issues }: ReadFacts): string[] =>
  LEVEL_NEEDED[issues] === 'draft' ? [VALUES.unsupervised] : [VALUES.unsupervised, VALUES.trainee];
