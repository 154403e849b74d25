import { PRIVILEGE_LEVELS, type Privilege, type PrivilegeLevel } from '../../network/network.js';
import type { Issues } from '../../studies/study.js';
import type { EligibilityQuestion } from '../facts.js';
import type { HardRule } from '../hard-rules.js';
import { modalitiesNotCovered } from '../modality-equivalents.js';
import { whyNotInForce } from '../why-not-in-force.js';

/** An opinion is never a report of its own, so it needs no more than a draft. */
export const LEVEL_NEEDED: Record<Issues, PrivilegeLevel> = {
  draft: 'draft',
  opinion: 'draft',
  preliminary: 'preliminary',
  final: 'final',
};

const rank = (level: PrivilegeLevel): number => PRIVILEGE_LEVELS.indexOf(level);

/** Privileged at the facility, in force, for every modality and up to what the read issues; a trainee drafts, supervised. */
export const privilegeRule: HardRule = (question, _, { modalityEquivalents }) => {
  const { read, reader } = question;
  const needed = LEVEL_NEEDED[read.issues];
  const trainee = whyTraineeMayNot(question, needed);
  if (trainee !== null) return trainee;
  const here = reader.privileges.filter((each) => each.facilityId === read.facility.id);
  if (here.length === 0) return `no privilege at ${read.facility.code}`;
  const reasons = here.map((privilege) => whyNotCounted(privilege, needed, question));
  const counted = here.filter((_each, index) => reasons[index] === null);
  if (counted.length === 0) return `privilege at ${read.facility.code} ${reasons[0]}`;
  if (counted.some((each) => each.modalities.length === 0)) return null;
  const covered = counted.flatMap((each) => each.modalities);
  const missing = modalitiesNotCovered(read.modalities, covered, modalityEquivalents);
  return missing.length === 0 ? null : `privilege at ${read.facility.code} does not cover ${missing.join(', ')}`;
};

function whyTraineeMayNot({ read, reader }: EligibilityQuestion, needed: PrivilegeLevel): string | null {
  if (reader.reader.kind !== 'trainee') return null;
  if (reader.reader.supervisorId === null) return 'a trainee without a named supervisor';
  return needed === 'draft' ? null : `a trainee drafts and does not issue a ${read.issues}`;
}

function whyNotCounted(privilege: Privilege, needed: PrivilegeLevel, question: EligibilityQuestion): string | null {
  const dated = whyNotInForce(privilege, question.now);
  if (dated !== null) return dated;
  if (rank(privilege.level) < rank(needed)) return `is for ${privilege.level}, not ${needed}`;
  return privilege.byProxy ? whyNoProxy(privilege, question) : null;
}

/** By proxy relies on a written agreement with a hospital (42 CFR 482.12, 482.22). */
function whyNoProxy(privilege: Privilege, { read, relations, now }: EligibilityQuestion): string | null {
  if (read.facility.kind !== 'hospital') return `is by proxy, which does not fit a ${read.facility.kind}`;
  const agreement = relations.agreements.find(
    (each) => each.id === privilege.agreementId && each.healthSystemId === read.facility.healthSystemId,
  );
  if (agreement === undefined) return 'is by proxy without its agreement';
  const dated = whyNotInForce(agreement, now);
  return dated === null ? null : `is by proxy, its agreement ${dated}`;
}
