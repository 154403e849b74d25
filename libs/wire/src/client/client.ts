import type { z } from 'zod';
import type { SignInRequest, SignInResponse, User } from '../access.js';
import type { SlaRow, StatShareRow, TurnaroundRow } from '../analytics.js';
import type { CalibrationRow } from '../calibration.js';
import type { Coverage } from '../dispatch/coverage.js';
import type { acknowledgeWarningBody, CoverageWarning } from '../dispatch/coverage-warnings.js';
import type { EligibilityDisagreement } from '../dispatch/disagreement.js';
import type { AppliedRemedy, applyRemedyBody, CapacityForecast } from '../dispatch/forecast.js';
import type {
  DispatchParameters,
  GoBackToParameters,
  ParametersVersionBody,
  PutDispatchParameters,
} from '../dispatch/dispatch-parameters.js';
import type { newWhatIf, WhatIfRun } from '../dispatch/what-if.js';
import type { BreakGlassRow } from '../emergency/break-glass.js';
import type { ConcordanceRow } from '../quality/concordance.js';
import type { DemoDay, DemoDayState, newDemoDay } from '../demonstration.js';
import type { Overview, OwnFigures } from '../overview.js';
import { Transport } from './client-transport.js';
import type { CallOptions, ClientOptions, Query } from './client-transport.js';
import type { Creating, Page } from './calls.js';
import { conducts } from './conduct-calls.js';
import { duties } from './duty-calls.js';
import { emergencies } from './emergency-calls.js';
import { calendar, jurisdictions, network, policies } from './network-calls.js';
import { quality, reads, work } from './read-calls.js';
import { rosters } from './roster-calls.js';
import { intake, studies } from './study-calls.js';

const auth = (to: Transport) => ({
  signIn: (body: SignInRequest) => to.json<SignInResponse>('POST', '/auth/sign-in', { body }),
  refresh: () => to.json<SignInResponse>('POST', '/auth/refresh'),
  signOut: () => to.json<null>('POST', '/auth/sign-out'),
  me: () => to.json<User>('GET', '/auth/me'),
});

const reports = (to: Transport) => ({
  turnaround: (query: Query) => to.json<Page<TurnaroundRow>>('GET', '/analytics/turnaround', { query }),
  turnaroundCsv: (query: Query) => to.text('/analytics/turnaround', { query, accept: 'text/csv' }),
  statShare: (query: Query) => to.json<Page<StatShareRow>>('GET', '/analytics/stat-share', { query }),
  statShareCsv: (query: Query) => to.text('/analytics/stat-share', { query, accept: 'text/csv' }),
  /** Acts of break-glass by facility, counted apart. */
  breakGlass: (query: Query) => to.json<Page<BreakGlassRow>>('GET', '/analytics/break-glass', { query }),
  sla: (query: Query) => to.json<Page<SlaRow>>('GET', '/analytics/sla', { query }),
  slaCsv: (query: Query) => to.text('/analytics/sla', { query, accept: 'text/csv' }),
  concordance: (query: Query) => to.json<Page<ConcordanceRow>>('GET', '/analytics/concordance', { query }),
  concordanceCsv: (query: Query) => to.text('/analytics/concordance', { query, accept: 'text/csv' }),
  /** How chances of breach came out: all work, pressing, routine. */
  calibration: (query: Query) => to.json<Page<CalibrationRow>>('GET', '/analytics/calibration', { query }),
  overview: (query: Query = {}) => to.json<Overview>('GET', '/analytics/overview', { query }),
  /** A reader's own figures. */
  own: (query: Query = {}) => to.json<OwnFigures>('GET', '/analytics/own', { query }),
});

const forecast = (to: Transport) => ({
  /** Who could read what in the coming days. */
  coverage: (query: Query = {}) => to.json<Coverage>('GET', '/coverage', { query }),
  warnings: (query: Query = {}) => to.json<Page<CoverageWarning>>('GET', '/coverage/warnings', { query }),
  acknowledge: (id: string, body: z.input<typeof acknowledgeWarningBody> = {}) =>
    to.json<CoverageWarning>('POST', `/coverage/warnings/${id}/acknowledge`, { body }),
  get: (query: Query = {}) => to.json<CapacityForecast>('GET', '/forecast', { query }),
  /** `id` is the group that a remedy opens to, or the on-call shift of who is called in. */
  apply: (id: string, body: z.input<typeof applyRemedyBody> = {}) =>
    to.json<AppliedRemedy>('POST', `/forecast/remedies/${id}`, { body }),
});

const whatIf = (to: Transport) => ({
  ask: (body: z.input<typeof newWhatIf>, options: Creating = {}) =>
    to.json<WhatIfRun>('POST', '/what-if', { body, ...options }),
  get: (id: string) => to.json<WhatIfRun>('GET', `/what-if/${id}`),
  list: () => to.json<Page<WhatIfRun>>('GET', '/what-if'),
  stop: (id: string) => to.json<WhatIfRun>('DELETE', `/what-if/${id}`),
});

const parameters = (to: Transport) => ({
  get: () => to.json<DispatchParameters>('GET', '/dispatch/parameters'),
  history: (query: { after?: string; limit?: number } = {}) =>
    to.json<Page<ParametersVersionBody>>('GET', '/dispatch/parameters/history', { query }),
  /** Refused as stale where another version than `version` is in force. */
  put: (body: PutDispatchParameters, version: number) =>
    to.json<DispatchParameters>('PUT', '/dispatch/parameters', { body, ifMatch: version }),
  goBack: (body: GoBackToParameters, version: number) =>
    to.json<DispatchParameters>('POST', '/dispatch/parameters/go-back', { body, ifMatch: version }),
});

const demonstration = (to: Transport) => ({
  state: () => to.json<DemoDayState>('GET', '/demo-day'),
  start: (body: z.input<typeof newDemoDay> = {}) => to.json<DemoDay>('POST', '/demo-day', { body }),
  stop: () => to.json<null>('DELETE', '/demo-day'),
});

/** The public API, typed: one method an endpoint; whatever the server refuses is thrown as a `ProblemError`. */
export function createClient(options: ClientOptions = {}) {
  const to = new Transport(options);
  return {
    auth: auth(to),
    studies: studies(to),
    reads: reads(to),
    duties: duties(to),
    emergencies: emergencies(to),
    work: work(to),
    quality: quality(to),
    network: network(to),
    conduct: conducts(to),
    rosters: rosters(to),
    calendar: calendar(to),
    policies: policies(to),
    jurisdictions: jurisdictions(to),
    disagreements: (query: Query = {}) =>
      to.json<Page<EligibilityDisagreement>>('GET', '/eligibility-disagreements', { query }),
    analytics: reports(to),
    forecast: forecast(to),
    intake: intake(to),
    whatIf: whatIf(to),
    parameters: parameters(to),
    demoDay: demonstration(to),
    /** Any address of the server, such as DICOMweb's, with this client's token. */
    send: (method: string, path: string, call?: CallOptions) => to.send(method, path, call),
  };
}
export type Client = ReturnType<typeof createClient>;
