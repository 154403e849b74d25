import type { z } from 'zod';
import type { Transport } from './client-transport.js';
import type { Query } from './client-transport.js';
import type { newReadingSession, ReadingSessionBody } from '../network.js';
import type {
  declineReason,
  draft,
  draftBody,
  imagesOpenedBody,
  QueueRow,
  ReadDetail,
  ReadWithStudy,
  reason,
  reportBody,
  Signed,
  verbalBody,
  WorklistAnswer,
} from '../reading.js';
import type {
  Adjudication,
  adjudicateBody,
  Comparison,
  gradeBody,
  Grading,
  ReadPair,
} from '../quality/second-reads.js';
import type {
  closeStepBody,
  OpenedSteps,
  openStepBody,
  openStepsBody,
  pinBody,
  unpinBody,
} from '../dispatch/levers.js';
import type { LateEntry, lateEntryBody, OutsideRead } from '../reading/late-entry.js';
import type { Read } from '../studies.js';
import type { acceptOverflowBody, AnsweredOverflow, declineOverflowBody, OverflowOffer } from '../dispatch/overflow.js';
import { type Changing, type Creating, matching, type Page } from './calls.js';

export const reads = (to: Transport) => {
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
    openStep: act<z.input<typeof openStepBody>, Read>('open-step'),
    closeStep: act<z.input<typeof closeStepBody>, Read>('close-step'),
    pin: act<z.input<typeof pinBody>, Read>('pin'),
    unpin: act<z.input<typeof unpinBody>, Read>('unpin'),
    stillReading: act<Record<string, never>, Read>('still-reading'),
    imagesOpened: act<z.input<typeof imagesOpenedBody>, unknown>('images-opened'),
    saveDraft: (id: string, body: z.input<typeof draftBody>, changing?: Changing) =>
      to.json<z.infer<typeof draft>>('PUT', `/reads/${id}/draft`, { body, ...matching(changing) }),
    verbal: act<z.input<typeof verbalBody>, Signed>('verbal'),
    preliminary: act<z.input<typeof reportBody>, Signed>('preliminary'),
    final: act<z.input<typeof reportBody>, Signed>('final'),
    /** A reading made outside, by the reader who made it. */
    lateEntry: (id: string, body: z.input<typeof lateEntryBody>, options: Changing & Creating = {}) =>
      to.json<Signed>('POST', `/reads/${id}/late-entry`, {
        body,
        ...matching(options),
        idempotencyKey: options.idempotencyKey,
      }),
    /** Reads that the reader may have made outside, by the exact number. */
    outside: (query: { facility: string; accessionNumber: string }) =>
      to.json<Page<OutsideRead>>('GET', '/outside-reads', { query }),
    lateEntries: (studyId: string) => to.json<Page<LateEntry>>('GET', `/studies/${studyId}/late-entries`),
    addendum: act<z.input<typeof reportBody>, Signed>('addendum'),
    /** Both texts of a pair, by any of its reads. */
    comparison: (id: string) => to.json<Comparison>('GET', `/reads/${id}/comparison`),
    grade: act<z.input<typeof gradeBody>, Grading>('grade'),
    adjudicate: act<z.input<typeof adjudicateBody>, Adjudication>('adjudicate'),
  };
};

export const quality = (to: Transport) => ({
  pairs: (query: Query = {}) => to.json<Page<ReadPair>>('GET', '/read-pairs', { query }),
  adjudications: (query: Query = {}) => to.json<Page<Adjudication>>('GET', '/adjudications', { query }),
});

export const work = (to: Transport) => ({
  worklist: (query: Query = {}) => to.json<WorklistAnswer>('GET', '/worklist', { query }),
  /** The next read, accepted; null when there is none. */
  next: (options: Creating = {}) => to.json<ReadWithStudy | null>('POST', '/worklist/next', { body: {}, ...options }),
  openSteps: (body: z.input<typeof openStepsBody>) => to.json<OpenedSteps>('POST', '/queues/open-steps', { body }),
  /** What overflow lists offer to a group, and what its lead says to it. */
  overflow: (query: Query = {}) => to.json<OverflowOffer>('GET', '/queues/overflow', { query }),
  acceptOverflow: (body: z.input<typeof acceptOverflowBody>) =>
    to.json<AnsweredOverflow>('POST', '/queues/overflow/accept', { body }),
  declineOverflow: (body: z.input<typeof declineOverflowBody>) =>
    to.json<AnsweredOverflow>('POST', '/queues/overflow/decline', { body }),
  queue: (query: Query = {}) => to.json<Page<QueueRow>>('GET', '/queues', { query }),
  signOn: (body: z.input<typeof newReadingSession>) =>
    to.json<ReadingSessionBody>('POST', '/reading-sessions', { body }),
  signOff: (id: string) => to.json<null>('DELETE', `/reading-sessions/${id}`),
});
