import type { z } from 'zod';
import type { Transport } from './client-transport.js';
import type { Query } from './client-transport.js';
import type { batchLine, intakeException } from '../intake.js';
import type {
  cancelBody,
  correctIdentityBody,
  MergedPatients,
  mergePatientsBody,
  holdBody,
  linkBody,
  mergeBody,
  reopenBody,
  resumeBody,
  splitBody,
} from '../corrections.js';
import type { reason, Report } from '../reading.js';
import type { DecisionReplay } from '../dispatch/decision.js';
import type { Explanation } from '../dispatch/explanation.js';
import type { changePriority, Study, submission, Submitted, timelineEntry } from '../studies.js';
import { type Changing, type Creating, matching, type Page } from './calls.js';

export const studies = (to: Transport) => ({
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
  replay: (id: string, decisionId: string) =>
    to.json<DecisionReplay>('POST', `/studies/${id}/decisions/${decisionId}/replay`),
  reports: (id: string) => to.json<Page<Report>>('GET', `/studies/${id}/reports`),
  reportsPdf: (id: string) => to.blob(`/studies/${id}/reports`, { accept: 'application/pdf' }),
  changePriority: (id: string, body: z.input<typeof changePriority>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/priority`, { body, ...matching(changing) }),
  hold: (id: string, body: z.input<typeof holdBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/hold`, { body, ...matching(changing) }),
  resume: (id: string, body: z.input<typeof resumeBody> = {}, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/resume`, { body, ...matching(changing) }),
  cancel: (id: string, body: z.input<typeof cancelBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/cancel`, { body, ...matching(changing) }),
  reopen: (id: string, body: z.input<typeof reopenBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/reopen`, { body, ...matching(changing) }),
  link: (id: string, body: z.input<typeof linkBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/link`, { body, ...matching(changing) }),
  split: (id: string, body: z.input<typeof splitBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/split`, { body, ...matching(changing) }),
  merge: (id: string, body: z.input<typeof mergeBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/merge`, { body, ...matching(changing) }),
  correctIdentity: (id: string, body: z.input<typeof correctIdentityBody>, changing?: Changing) =>
    to.json<Study>('POST', `/studies/${id}/correct-identity`, { body, ...matching(changing) }),
  mergePatients: (body: z.input<typeof mergePatientsBody>) =>
    to.json<MergedPatients>('POST', '/patients/merge', { body }),
  imagesComplete: (id: string, body: z.input<typeof reason> = {}) =>
    to.json<Study>('POST', `/studies/${id}/images-complete`, { body }),
});

export const intake = (to: Transport) => ({
  exceptions: (query: Query = {}) =>
    to.json<Page<z.infer<typeof intakeException>>>('GET', '/intake/exceptions', { query }),
  resolve: (id: string, resolution: string, changing?: Changing) =>
    to.json<z.infer<typeof intakeException>>('POST', `/intake/exceptions/${id}/resolve`, {
      body: { resolution },
      ...matching(changing),
    }),
});
