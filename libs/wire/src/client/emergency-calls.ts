import type { z } from 'zod';
import type {
  BreakGlass,
  BreakGlassTaken,
  confirmBody,
  newBreakGlass,
  refuseBody,
  reviewBody,
} from '../emergency/break-glass.js';
import type {
  callAttempt,
  HandBack,
  newHandBack,
  refuseBackBody,
  takeBackBody,
  withdrawBody,
} from '../emergency/hand-back.js';
import type { MassCasualty, newMassCasualty } from '../emergency/mass-casualty.js';
import { type Changing, type Creating, matching, type Page } from './calls.js';
import type { Query, Transport } from './client-transport.js';

/** An act on something as it was seen. */
const actor =
  <Answer>(to: Transport, path: string) =>
  <Body>(action: string) =>
  (id: string, body: Body, options: Changing & Creating = {}) =>
    to.json<Answer>('POST', `${path}/${id}/${action}`, {
      body,
      ...matching(options),
      idempotencyKey: options.idempotencyKey,
    });

export const emergencies = (to: Transport) => {
  const handBack = actor<HandBack>(to, '/hand-backs');
  const act = actor<BreakGlass>(to, '/break-glass');
  const event = actor<MassCasualty>(to, '/mass-casualty-events');
  return {
    handBacks: (query: Query = {}) => to.json<Page<HandBack>>('GET', '/hand-backs', { query }),
    handBacksOf: (studyId: string) => to.json<Page<HandBack>>('GET', `/studies/${studyId}/hand-backs`),
    handBack: (studyId: string, body: z.input<typeof newHandBack>, options: Creating = {}) =>
      to.json<HandBack>('POST', `/studies/${studyId}/hand-back`, { body, ...options }),
    noteCall: handBack<z.input<typeof callAttempt>>('attempts'),
    takeBack: handBack<z.input<typeof takeBackBody>>('acknowledge'),
    refuseBack: handBack<z.input<typeof refuseBackBody>>('refuse'),
    siteReading: handBack<z.input<typeof refuseBackBody>>('site-reading'),
    reclaim: handBack<z.input<typeof refuseBackBody>>('reclaim'),
    withdraw: handBack<z.input<typeof withdrawBody>>('withdraw'),
    breakGlass: (query: Query = {}) => to.json<Page<BreakGlass>>('GET', '/break-glass', { query }),
    breakGlassOf: (studyId: string) => to.json<Page<BreakGlass>>('GET', `/studies/${studyId}/break-glass`),
    requestBreakGlass: (readId: string, body: z.input<typeof newBreakGlass>, options: Creating = {}) =>
      to.json<BreakGlass>('POST', `/reads/${readId}/break-glass`, { body, ...options }),
    confirm: act<z.input<typeof confirmBody>>('confirm'),
    refuse: act<z.input<typeof refuseBody>>('refuse'),
    review: act<z.input<typeof reviewBody>>('review'),
    take: (id: string, options: Creating = {}) =>
      to.json<BreakGlassTaken>('POST', `/break-glass/${id}/take`, { ...options }),
    /** What is open at a facility, and whom to call, as a page to print. */
    offlinePage: (facilityId: string) =>
      to.text(`/facilities/${facilityId}/offline-list`, { query: { format: 'html' }, accept: 'text/html' }),
    events: (query: Query = {}) => to.json<Page<MassCasualty>>('GET', '/mass-casualty-events', { query }),
    declare: (body: z.input<typeof newMassCasualty>, options: Creating = {}) =>
      to.json<MassCasualty>('POST', '/mass-casualty-events', { body, ...options }),
    endEvent: event<Record<string, never>>('end'),
    reviewEvent: event<z.input<typeof reviewBody>>('review'),
  };
};
