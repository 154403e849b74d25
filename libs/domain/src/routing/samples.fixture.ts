import { asId, type ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { sampleFacility, sampleGroup } from '../network/samples.fixture.js';
import type { Agreement, Contract, ReadingGroup, ServiceLevel } from '../network/network.js';
import { samplePatient, sampleStudy } from '../studies/samples.fixture.js';
import type { Patient, Study } from '../studies/study.js';
import type { NetworkTerms } from './contracted-groups.js';
import { contractedGroups, coveringLevels } from './contracted-groups.js';
import type { Planning } from './plan-reads.js';
import type { PolicyDocument, PolicyScope } from './policy.js';
import type { ActivePolicies, ActivePolicy, RoutingDecision } from './route-study.js';
import { routeStudy } from './route-study.js';
import {
  finalOnshore,
  finalOnshoreNearshoreOverflow,
  medicareNightRule,
  offshorePreliminaryOnshoreFinal,
  pediatricRule,
  petRule,
  strokeFinal,
  strokeRule,
} from './standard-plans.js';
import type { StudyFacts } from './conditions/study-attributes.js';

/** Sunday 2026-11-22, 01:00 in Chicago: deep night at Mercy East. */
export const NIGHT = new Date('2026-11-22T07:00:00Z');
/** Monday 2026-11-23, 10:00 in Chicago. */
export const DAY = new Date('2026-11-23T16:00:00Z');

/** Mercy's policy of the specs: stroke, children, PET and Medicare nights; else a final onshore. */
export const networkDocument: PolicyDocument = {
  plans: [finalOnshore(), finalOnshoreNearshoreOverflow(), offshorePreliminaryOnshoreFinal(), strokeFinal()],
  rules: [
    pediatricRule(),
    petRule(),
    strokeRule('stroke-final'),
    medicareNightRule('offshore-preliminary-onshore-final'),
  ],
  fallback: 'final-onshore',
};

export const active = (scope: PolicyScope, document: PolicyDocument): ActivePolicy => ({
  policy: { id: asId(`${scope}-policy`), scope, healthSystemId: null, facilityId: null, name: scope },
  version: {
    id: asId(`${scope}-version-3`),
    policyId: asId(`${scope}-policy`),
    number: 3,
    state: 'active',
    document,
    createdAt: NIGHT,
    activatedAt: NIGHT,
    retiredAt: null,
    version: 1,
  },
});

export const policies = (changes: Partial<ActivePolicies> = {}): ActivePolicies => ({
  network: active('network', networkDocument),
  healthSystem: null,
  facility: null,
  ...changes,
});

export const facts = (study: Partial<Study> = {}, patient: Partial<Patient> = {}): StudyFacts => ({
  study: sampleStudy({ state: 'ready', readyAt: NIGHT, ...study }),
  patient: samplePatient(patient),
  facility: sampleFacility(),
});

/** Home Radiology (Chicago), Toronto Night (nearshore) and Sydney Night (offshore), all under agreement and contract. */
export const HOME = sampleGroup();
export const TORONTO = sampleGroup({
  id: asId('toronto'),
  name: 'Toronto Night',
  country: 'CA',
  zone: 'America/Toronto',
});
export const SYDNEY = sampleGroup({
  id: asId('sydney'),
  name: 'Sydney Night',
  country: 'AU',
  zone: 'Australia/Sydney',
});

const always = { validFrom: null, validUntil: null, retiredAt: null, version: 1 };

export const agreementWith = (group: ReadingGroup, changes: Partial<Agreement> = {}): Agreement => ({
  id: asId(`agreement-${group.id}`),
  healthSystemId: asId('mercy'),
  readingGroupId: group.id,
  kind: 'baa',
  transfers: [],
  ...always,
  ...changes,
});

export const contractWith = (group: ReadingGroup, changes: Partial<Contract> = {}): Contract => ({
  id: asId(`contract-${group.id}`),
  healthSystemId: asId('mercy'),
  readingGroupId: group.id,
  name: group.name,
  engagementModel: 'transaction',
  facilityIds: [],
  modalityFamilies: [],
  priorities: [],
  issues: [],
  hours: null,
  ...always,
  ...changes,
});

export const termsOf = (...groups: ReadingGroup[]): NetworkTerms => ({
  groups,
  agreements: groups.map((group) => agreementWith(group)),
  contracts: groups.map((group) => contractWith(group)),
});

export interface PlanningCase {
  study?: Partial<Study>;
  decision?: RoutingDecision;
  terms?: NetworkTerms;
  serviceLevels?: ServiceLevel[];
}

/** What `planReads` is asked for a study routed by the specs' policy, with all three groups. */
export function planningOf(given: PlanningCase, now: Instant): Planning {
  const { study, facility, patient } = facts(given.study);
  const terms = given.terms ?? termsOf(HOME, TORONTO, SYDNEY);
  const decision = given.decision ?? routeStudy({ study, facility, patient }, policies(), now);
  const groups = contractedGroups(study, facility, terms, now);
  const serviceLevels = coveringLevels(study, terms.contracts, given.serviceLevels ?? [], now);
  return { study, facility, decision, groups, serviceLevels };
}

/** Ids `read-0`, `read-1` ... */
export function readIds(): () => ReadId {
  let count = 0;
  return () => asId(`read-${count++}`);
}
