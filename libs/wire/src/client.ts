import type { z } from 'zod';
import type { apiKey, createdApiKey, newApiKey, newUser, SignInRequest, SignInResponse, User } from './access.js';
import type { SlaRow, TurnaroundRow } from './analytics.js';
import { Transport } from './client-transport.js';
import type { CallOptions, ClientOptions, Query } from './client-transport.js';
import type { batchLine, intakeException } from './intake.js';
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
  newReadingSession,
  newServiceLevel,
  privilege,
  putRoster,
  Reader,
  readingGroup,
  ReadingSessionBody,
  rosterDay,
  serviceLevel,
} from './network.js';
import type { newPolicy, newPolicyVersion, policy, policyTest, policyVersion } from './policies.js';
import type {
  declineReason,
  draft,
  draftBody,
  imagesOpenedBody,
  QueueRow,
  ReadDetail,
  ReadWithStudy,
  reason,
  Report,
  reportBody,
  Signed,
  verbalBody,
  WorklistRow,
} from './reading.js';
import type { changePriority, Explanation, Read, Study, submission, Submitted, timelineEntry } from './studies.js';

export interface Page<T> {
  items: T[];
  next: string | null;
}
/** `version`: what was read; the change answers 412 when it has moved on. */
export interface Changing {
  version?: number | undefined;
}
export interface Creating {
  idempotencyKey?: string | undefined;
}
const matching = (changing?: Changing): CallOptions => ({ ifMatch: changing?.version });

/** Every page of a list, one after the other. */
export async function everyItem<T>(list: (query: Query) => Promise<Page<T>>, query: Query = {}): Promise<T[]> {
  const items: T[] = [];
  let after: string | null | undefined;
  do {
    const page: Page<T> = await list({ ...query, after });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

const auth = (to: Transport) => ({
  signIn: (body: SignInRequest) => to.json<SignInResponse>('POST', '/auth/sign-in', { body }),
  refresh: () => to.json<SignInResponse>('POST', '/auth/refresh'),
  signOut: () => to.json<null>('POST', '/auth/sign-out'),
  me: () => to.json<User>('GET', '/auth/me'),
});

const studies = (to: Transport) => ({
  submit: (body: z.input<typeof submission>, options: Creating = {}) =>
    to.json<Submitted>('POST', '/studies', { body, ...options }),
  /** One study a line; one result a line comes back. */
  submitBatch: async (bodies: z.input<typeof submission>[]) => {
    const body = bodies.map((line) => `${JSON.stringify(line)}\n`).join('');
    const response = await to.send('POST', '/api/v1/studies:batch', { body, contentType: 'application/x-ndjson' });
    const lines = (await response.text()).split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => JSON.parse(line) as z.infer<typeof batchLine>);
  },
  list: (query: Query = {}) => to.json<Page<Study>>('GET', '/studies', { query }),
  get: (id: string) => to.json<Study>('GET', `/studies/${id}`),
  timeline: (id: string) => to.json<Page<z.infer<typeof timelineEntry>>>('GET', `/studies/${id}/timeline`),
  explanation: (id: string, reader?: string) =>
    to.json<Explanation>('GET', `/studies/${id}/explanation`, { query: { reader } }),
  reports: (id: string) => to.json<Page<Report>>('GET', `/studies/${id}/reports`),
  reportsPdf: (id: string) => to.blob(`/studies/${id}/reports`, { accept: 'application/pdf' }),
  changePriority: (id: string, body: z.input<typeof changePriority>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/priority`, { body, ...matching(changing) }),
  imagesComplete: (id: string, body: z.input<typeof reason> = {}) =>
    to.json<Study>('POST', `/studies/${id}/images-complete`, { body }),
});

const reads = (to: Transport) => {
  const act =
    <Body, Answer>(action: string) =>
    (id: string, body: Body, changing?: Changing) =>
      to.json<Answer>('POST', `/reads/${id}/${action}`, { body, ...matching(changing) });
  return {
    get: (id: string) => to.json<ReadDetail>('GET', `/reads/${id}`),
    accept: act<Record<string, never>, Read>('accept'),
    open: act<Record<string, never>, Read>('open'),
    decline: act<z.input<typeof declineReason>, Read>('decline'),
    release: act<z.input<typeof reason>, Read>('release'),
    assign: act<{ readerId: string; reason: string }, Read>('assign'),
    imagesOpened: act<z.input<typeof imagesOpenedBody>, unknown>('images-opened'),
    saveDraft: (id: string, body: z.input<typeof draftBody>, changing?: Changing) =>
      to.json<z.infer<typeof draft>>('PUT', `/reads/${id}/draft`, { body, ...matching(changing) }),
    verbal: act<z.input<typeof verbalBody>, Signed>('verbal'),
    preliminary: act<z.input<typeof reportBody>, Signed>('preliminary'),
    final: act<z.input<typeof reportBody>, Signed>('final'),
    addendum: act<z.input<typeof reportBody>, Signed>('addendum'),
  };
};

const work = (to: Transport) => ({
  worklist: (query: Query = {}) => to.json<Page<WorklistRow>>('GET', '/worklist', { query }),
  /** The next read, accepted; null when there is none. */
  next: () => to.json<ReadWithStudy | null>('POST', '/worklist/next', { body: {} }),
  queue: (query: Query = {}) => to.json<Page<QueueRow>>('GET', '/queues', { query }),
  signOn: (body: z.input<typeof newReadingSession>) =>
    to.json<ReadingSessionBody>('POST', '/reading-sessions', { body }),
  signOff: (id: string) => to.json<null>('DELETE', `/reading-sessions/${id}`),
});

const collection = <Item, New>(to: Transport, path: string) => ({
  list: (query: Query = {}) => to.json<Page<Item>>('GET', path, { query }),
  get: (id: string) => to.json<Item>('GET', `${path}/${id}`),
  create: (body: New, options: Creating = {}) => to.json<Item>('POST', path, { body, ...options }),
  replace: (id: string, body: New, changing?: Changing) =>
    to.json<Item>('PUT', `${path}/${id}`, { body, ...matching(changing) }),
});

const network = (to: Transport) => ({
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
  roster: (group: string, date: string) => to.json<z.infer<typeof rosterDay>>('GET', `/rosters/${group}/${date}`),
  putRoster: (group: string, date: string, body: z.input<typeof putRoster>) =>
    to.json<z.infer<typeof rosterDay>>('PUT', `/rosters/${group}/${date}`, { body }),
});

const policies = (to: Transport) => ({
  list: (query: Query = {}) => to.json<Page<z.infer<typeof policy>>>('GET', '/policies', { query }),
  get: (id: string) => to.json<z.infer<typeof policy>>('GET', `/policies/${id}`),
  create: (body: z.input<typeof newPolicy>) => to.json<z.infer<typeof policy>>('POST', '/policies', { body }),
  draft: (id: string, body: z.input<typeof newPolicyVersion>) =>
    to.json<z.infer<typeof policyVersion>>('POST', `/policies/${id}/versions`, { body }),
  test: (id: string, number: number, body: z.input<typeof policyTest>) =>
    to.json<unknown>('POST', `/policies/${id}/versions/${number}/test`, { body }),
  activate: (id: string, number: number) =>
    to.json<z.infer<typeof policyVersion>>('POST', `/policies/${id}/versions/${number}/activate`, { body: {} }),
});

const reports = (to: Transport) => ({
  turnaround: (query: Query) => to.json<Page<TurnaroundRow>>('GET', '/analytics/turnaround', { query }),
  turnaroundCsv: (query: Query) => to.text('/analytics/turnaround', { query, accept: 'text/csv' }),
  sla: (query: Query) => to.json<Page<SlaRow>>('GET', '/analytics/sla', { query }),
  slaCsv: (query: Query) => to.text('/analytics/sla', { query, accept: 'text/csv' }),
});

const intake = (to: Transport) => ({
  exceptions: (query: Query = {}) =>
    to.json<Page<z.infer<typeof intakeException>>>('GET', '/intake/exceptions', { query }),
  resolve: (id: string, resolution: string, changing?: Changing) =>
    to.json<z.infer<typeof intakeException>>('POST', `/intake/exceptions/${id}/resolve`, {
      body: { resolution },
      ...matching(changing),
    }),
});

/** The public API, typed: one method an endpoint; whatever the server refuses is thrown as a `ProblemError`. */
export function createClient(options: ClientOptions = {}) {
  const to = new Transport(options);
  return {
    auth: auth(to),
    studies: studies(to),
    reads: reads(to),
    work: work(to),
    network: network(to),
    policies: policies(to),
    analytics: reports(to),
    intake: intake(to),
    /** Any address of the server, such as DICOMweb's, with this client's token. */
    send: (method: string, path: string, call?: CallOptions) => to.send(method, path, call),
  };
}
export type Client = ReturnType<typeof createClient>;
