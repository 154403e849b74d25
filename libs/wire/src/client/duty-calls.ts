import type { z } from 'zod';
import type {
  acknowledgeBody,
  attemptBody,
  closeBody,
  Duty,
  newCriticalResult,
  newDiscrepancy,
  retractBody,
  Retracted,
  Retraction,
} from '../duties.js';
import { type Changing, type Creating, matching, type Page } from './calls.js';
import type { Query, Transport } from './client-transport.js';

export const duties = (to: Transport) => {
  const act =
    <Body>(action: string) =>
    (id: string, body: Body, options: Changing & Creating = {}) =>
      to.json<Duty>('POST', `/duties/${id}/${action}`, {
        body,
        ...matching(options),
        idempotencyKey: options.idempotencyKey,
      });
  return {
    /** What is not closed, the most urgent first. */
    list: (query: Query = {}) => to.json<Page<Duty>>('GET', '/duties', { query }),
    get: (id: string) => to.json<Duty>('GET', `/duties/${id}`),
    attempt: act<z.input<typeof attemptBody>>('attempts'),
    acknowledge: act<z.input<typeof acknowledgeBody>>('acknowledge'),
    close: act<z.input<typeof closeBody>>('close'),
    ofStudy: (studyId: string) => to.json<Page<Duty>>('GET', `/studies/${studyId}/duties`),
    reportDiscrepancy: (studyId: string, body: z.input<typeof newDiscrepancy>, options: Creating = {}) =>
      to.json<Duty>('POST', `/studies/${studyId}/discrepancies`, { body, ...options }),
    criticalResult: (readId: string, body: z.input<typeof newCriticalResult>, options: Creating = {}) =>
      to.json<Duty>('POST', `/reads/${readId}/critical-results`, { body, ...options }),
    retract: (readId: string, body: z.input<typeof retractBody>, options: Changing & Creating = {}) =>
      to.json<Retracted>('POST', `/reads/${readId}/retract`, {
        body,
        ...matching(options),
        idempotencyKey: options.idempotencyKey,
      }),
    retractions: (studyId: string) => to.json<Page<Retraction>>('GET', `/studies/${studyId}/retractions`),
  };
};
