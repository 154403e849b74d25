import type { z } from 'zod';
import type { apiKey, createdApiKey, newApiKey, newUser, User } from '../access.js';
import type { Transport } from './client-transport.js';
import type { Query } from './client-transport.js';
import type {
  agreement,
  contract,
  facility,
  healthSystem,
  licence,
  newAgreement,
  newContract,
  newFacility,
  newHealthSystem,
  newLicence,
  newPrivilege,
  newReader,
  newReadingGroup,
  newServiceLevel,
  privilege,
  putRoster,
  Reader,
  readingGroup,
  rosterDay,
  serviceLevel,
} from '../network.js';
import type { newPolicy, newPolicyVersion, policy, policyVersion } from '../policies.js';
import type { ClosureBody, newClosure, specialDay } from '../policies/calendar.js';
import type { policyTest, PolicyTestResult, policyTestRun } from '../policies/policy-test.js';
import type { newShadow, PolicyShadowBody, PolicyShadowReport, ShadowStudy } from '../policies/policy-shadow.js';
import type { drainBody, pauseBody, Paused, endPauseBody } from '../dispatch/pauses.js';
import type {
  correctedJurisdictionRule,
  endJurisdictionRule,
  JurisdictionRuleBody,
  newJurisdictionRule,
} from '../policies/jurisdiction.js';
import type { EffectivePolicyBody, PolicyDiff, PolicyFinding } from '../policies/policy-review.js';
import { type Changing, type Creating, matching, type Page } from './calls.js';

const collection = <Item, New>(to: Transport, path: string) => ({
  list: (query: Query = {}) => to.json<Page<Item>>('GET', path, { query }),
  get: (id: string) => to.json<Item>('GET', `${path}/${id}`),
  create: (body: New, options: Creating = {}) => to.json<Item>('POST', path, { body, ...options }),
  replace: (id: string, body: New, changing?: Changing) =>
    to.json<Item>('PUT', `${path}/${id}`, { body, ...matching(changing) }),
});

export const network = (to: Transport) => ({
  healthSystems: collection<z.infer<typeof healthSystem>, z.input<typeof newHealthSystem>>(to, '/health-systems'),
  facilities: collection<z.infer<typeof facility>, z.input<typeof newFacility>>(to, '/facilities'),
  readingGroups: collection<z.infer<typeof readingGroup>, z.input<typeof newReadingGroup>>(to, '/reading-groups'),
  readers: {
    ...collection<Reader, z.input<typeof newReader>>(to, '/readers'),
    addLicence: (id: string, body: z.input<typeof newLicence>) =>
      to.json<z.infer<typeof licence>>('POST', `/readers/${id}/licences`, { body }),
    addPrivilege: (id: string, body: z.input<typeof newPrivilege>) =>
      to.json<z.infer<typeof privilege>>('POST', `/readers/${id}/privileges`, { body }),
  },
  agreements: collection<z.infer<typeof agreement>, z.input<typeof newAgreement>>(to, '/agreements'),
  contracts: collection<z.infer<typeof contract>, z.input<typeof newContract>>(to, '/contracts'),
  serviceLevels: collection<z.infer<typeof serviceLevel>, z.input<typeof newServiceLevel>>(to, '/service-levels'),
  users: collection<User, z.input<typeof newUser>>(to, '/users'),
  apiKeys: {
    list: (query: Query = {}) => to.json<Page<z.infer<typeof apiKey>>>('GET', '/api-keys', { query }),
    create: (body: z.input<typeof newApiKey>) => to.json<z.infer<typeof createdApiKey>>('POST', '/api-keys', { body }),
    revoke: (id: string) => to.json<null>('DELETE', `/api-keys/${id}`),
  },
  pauseReader: (id: string, body: z.input<typeof pauseBody>) =>
    to.json<Paused>('POST', `/readers/${id}/pause`, { body }),
  resumeReader: (id: string, body: z.input<typeof endPauseBody>) =>
    to.json<Paused>('POST', `/readers/${id}/resume`, { body }),
  pauseGroup: (id: string, body: z.input<typeof pauseBody>) =>
    to.json<Paused>('POST', `/reading-groups/${id}/pause`, { body }),
  drainGroup: (id: string, body: z.input<typeof drainBody>) =>
    to.json<Paused>('POST', `/reading-groups/${id}/drain`, { body }),
  resumeGroup: (id: string, body: z.input<typeof endPauseBody>) =>
    to.json<Paused>('POST', `/reading-groups/${id}/resume`, { body }),
  roster: (group: string, date: string) => to.json<z.infer<typeof rosterDay>>('GET', `/rosters/${group}/${date}`),
  putRoster: (group: string, date: string, body: z.input<typeof putRoster>) =>
    to.json<z.infer<typeof rosterDay>>('PUT', `/rosters/${group}/${date}`, { body }),
});

export const calendar = (to: Transport) => ({
  closures: () => to.json<Page<ClosureBody>>('GET', '/closures'),
  close: (body: z.input<typeof newClosure>) => to.json<ClosureBody>('POST', '/closures', { body }),
  year: (facility: string, year?: number) =>
    to.json<Page<z.infer<typeof specialDay>>>('GET', '/calendar', { query: { facility, year } }),
});

export const jurisdictions = (to: Transport) => ({
  list: (query: { country?: string; at?: string } = {}) =>
    to.json<Page<JurisdictionRuleBody>>('GET', '/jurisdiction-rules', { query }),
  record: (body: z.input<typeof newJurisdictionRule>, options: Creating = {}) =>
    to.json<JurisdictionRuleBody>('POST', '/jurisdiction-rules', { body, ...options }),
  correct: (id: string, body: z.input<typeof correctedJurisdictionRule>, changing?: Changing) =>
    to.json<JurisdictionRuleBody>('POST', `/jurisdiction-rules/${id}/versions`, { body, ...matching(changing) }),
  end: (id: string, body: z.input<typeof endJurisdictionRule>, changing?: Changing) =>
    to.json<JurisdictionRuleBody>('POST', `/jurisdiction-rules/${id}/end`, { body, ...matching(changing) }),
});

export const policies = (to: Transport) => ({
  list: (query: Query = {}) => to.json<Page<z.infer<typeof policy>>>('GET', '/policies', { query }),
  get: (id: string) => to.json<z.infer<typeof policy>>('GET', `/policies/${id}`),
  create: (body: z.input<typeof newPolicy>) => to.json<z.infer<typeof policy>>('POST', '/policies', { body }),
  draft: (id: string, body: z.input<typeof newPolicyVersion>) =>
    to.json<z.infer<typeof policyVersion>>('POST', `/policies/${id}/versions`, { body }),
  test: (id: string, number: number, body: z.input<typeof policyTest>) =>
    to.json<PolicyTestResult>('POST', `/policies/${id}/versions/${number}/test`, { body }),
  tests: (id: string, number: number) =>
    to.json<Page<z.infer<typeof policyTestRun>>>('GET', `/policies/${id}/versions/${number}/tests`),
  activate: (id: string, number: number, changing?: Changing) =>
    to.json<z.infer<typeof policyVersion>>('POST', `/policies/${id}/versions/${number}/activate`, {
      body: {},
      ...matching(changing),
    }),
  startShadow: (id: string, number: number, body: z.input<typeof newShadow>, changing?: Changing) =>
    to.json<PolicyShadowBody>('POST', `/policies/${id}/versions/${number}/shadow`, { body, ...matching(changing) }),
  stopShadow: (id: string, number: number) =>
    to.json<PolicyShadowBody>('POST', `/policies/${id}/versions/${number}/shadow/stop`, { body: {} }),
  shadows: (id: string) => to.json<Page<PolicyShadowBody>>('GET', `/policies/${id}/shadows`),
  shadow: (id: string, shadowId: string) => to.json<PolicyShadowReport>('GET', `/policies/${id}/shadows/${shadowId}`),
  shadowStudies: (id: string, shadowId: string, query: Query = {}) =>
    to.json<Page<ShadowStudy>>('GET', `/policies/${id}/shadows/${shadowId}/studies`, { query }),
  effective: (facility: string) => to.json<EffectivePolicyBody>('GET', '/policies/effective', { query: { facility } }),
  lint: (id: string, number: number) => to.json<Page<PolicyFinding>>('GET', `/policies/${id}/versions/${number}/lint`),
  diff: (id: string, query: { from?: number; to?: number } = {}) =>
    to.json<PolicyDiff>('GET', `/policies/${id}/diff`, { query }),
  retire: (id: string, number: number, changing?: Changing) =>
    to.json<z.infer<typeof policyVersion>>('POST', `/policies/${id}/versions/${number}/retire`, {
      body: {},
      ...matching(changing),
    }),
});
