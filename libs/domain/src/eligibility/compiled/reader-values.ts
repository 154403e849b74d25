import type { Instant } from '../../core/instant.js';
import type { Privilege } from '../../network/network.js';
import type { ReaderFacts } from '../facts.js';
import type { HardRules } from '../hard-rules.js';
import { writingOf } from '../rules/language.js';
import { licenceJurisdiction } from '../rules/licence.js';
import { whyNotInForce } from '../why-not-in-force.js';

/** Names of the values that a rule asks for, and that `readerValues` says a reader has; no part contains a line break. */
export const VALUES = {
  competence: (term: string) => `competence\n${term}`,
  subspecialty: (name: string) => `subspecialty\n${name.toLowerCase()}`,
  licence: (jurisdiction: string) => `licence\n${jurisdiction}`,
  language: (language: string) => `language\n${language}`,
  /** A null script is a tag that names none. */
  writing: (language: string, script: string | null) => `writing\n${language}\n${script ?? ''}`,
  excludes: (facilityId: string) => `excludes\n${facilityId}`,
  retired: 'retired',
  trainee: 'trainee',
  unsupervised: 'unsupervised',
  /** Privileged at a facility up to a level; by proxy under an agreement, or null when the reader's own. */
  privileged: (proxy: string | null, facilityId: string, level: string) =>
    `privileged\n${facilityId}\n${level}\n${proxy ?? ''}`,
  /** Of a privilege: for all modalities, or for one. */
  forAll: (privileged: string) => `${privileged}\nall`,
  forTerm: (privileged: string, term: string) => `${privileged}\nfor ${term}`,
};

/** Everything that rules about the reader alone ask for, as it is in force at an instant; what is dated flips then. */
export function readerValues(facts: ReaderFacts, now: Instant, { modalityEquivalents }: HardRules): string[] {
  const { reader, licences, privileges } = facts;
  const names = new Set<string>();
  for (const term of withEquivalents(reader.competences, modalityEquivalents)) names.add(VALUES.competence(term));
  for (const each of reader.subspecialties) names.add(VALUES.subspecialty(each));
  for (const each of licences)
    if (whyNotInForce(each, now) === null) names.add(VALUES.licence(licenceJurisdiction(each)));
  for (const each of reader.languages) {
    const { language, script } = writingOf(each);
    names.add(VALUES.language(language)).add(VALUES.writing(language, script));
  }
  for (const each of reader.excludedFacilityIds) names.add(VALUES.excludes(each));
  if (reader.retiredAt !== null && reader.retiredAt <= now) names.add(VALUES.retired);
  if (reader.kind === 'trainee') names.add(reader.supervisorId === null ? VALUES.unsupervised : VALUES.trainee);
  for (const each of privileges)
    if (whyNotInForce(each, now) === null)
      addPrivilege(names, each, withEquivalents(each.modalities, modalityEquivalents));
  return [...names];
}

/** By proxy counts under its agreement only, which the study's class looks at. */
function addPrivilege(names: Set<string>, privilege: Privilege, terms: readonly string[]): void {
  const { facilityId, level, byProxy, agreementId } = privilege;
  if (byProxy && agreementId === null) return;
  const name = VALUES.privileged(byProxy ? agreementId : null, facilityId, level);
  names.add(name);
  if (privilege.modalities.length === 0) names.add(VALUES.forAll(name));
  for (const term of terms) names.add(VALUES.forTerm(name, term));
}

const withEquivalents = (terms: readonly string[], equivalents: HardRules['modalityEquivalents']): readonly string[] =>
  terms.flatMap((term) => [term, ...equivalents.filter((set) => set.includes(term)).flat()]);
