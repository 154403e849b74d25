import type { Instant } from '../../core/instant.js';
import { PRIVILEGE_LEVELS, type Privilege } from '../../network/network.js';
import type { ReaderFacts } from '../facts.js';
import type { HardRules } from '../hard-rules.js';
import { writingOf } from '../rules/language.js';
import { licenceJurisdiction } from '../rules/licence.js';
import { whyNotInForce } from '../why-not-in-force.js';
import { valueName } from './value-sets.js';

/** Names of the values that a rule asks for, and that `readerValues` says a reader has. */
export const VALUES = {
  competence: (term: string) => valueName('competence', term),
  subspecialty: (name: string) => valueName('subspecialty', name.toLowerCase()),
  licence: (jurisdiction: string) => valueName('licence', jurisdiction),
  language: (language: string) => valueName('language', language),
  /** A null script is a tag that names none. */
  writing: (language: string, script: string | null) => valueName('writing', language, script),
  excludes: (facilityId: string) => valueName('excludes', facilityId),
  retired: valueName('retired'),
  trainee: valueName('trainee'),
  unsupervised: valueName('unsupervised'),
  /** A counted privilege at the level, whatever it covers; by proxy under an agreement, or null when the reader's own. */
  privileged: (proxy: string | null, facilityId: string, level: string) =>
    valueName('privileged', proxy, facilityId, level),
  privilegedForAll: (proxy: string | null, facilityId: string, level: string) =>
    valueName('privileged for all', proxy, facilityId, level),
  privilegedFor: (proxy: string | null, [facilityId, level]: readonly [string, string], term: string) =>
    valueName('privileged for', proxy, facilityId, level, term),
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

/** A level covers those below it. By proxy counts under its agreement only, which the study's class looks at. */
function addPrivilege(names: Set<string>, privilege: Privilege, terms: readonly string[]): void {
  const { facilityId, byProxy, agreementId } = privilege;
  if (byProxy && agreementId === null) return;
  const proxy = byProxy ? agreementId : null;
  for (const level of PRIVILEGE_LEVELS.slice(0, PRIVILEGE_LEVELS.indexOf(privilege.level) + 1)) {
    names.add(VALUES.privileged(proxy, facilityId, level));
    if (privilege.modalities.length === 0) names.add(VALUES.privilegedForAll(proxy, facilityId, level));
    for (const term of terms) names.add(VALUES.privilegedFor(proxy, [facilityId, level], term));
  }
}

const withEquivalents = (terms: readonly string[], equivalents: HardRules['modalityEquivalents']): string[] =>
  terms.flatMap((term) => [term, ...equivalents.filter((set) => set.includes(term)).flat()]);
