import type { z } from 'zod';
import type {
  answerContestBody,
  Conduct,
  ConductContest,
  ConductSetting,
  contestBody,
  ListedContest,
} from '../dispatch/conduct.js';
import type { Creating, Page } from './calls.js';
import type { Query, Transport } from './client-transport.js';

export const conducts = (to: Transport) => ({
  /** What is recorded of a reader. */
  of: (readerId: string, query: { days?: number } = {}) =>
    to.json<Conduct>('GET', `/readers/${readerId}/conduct`, { query }),
  contest: (readerId: string, body: z.input<typeof contestBody>, options: Creating = {}) =>
    to.json<ConductContest>('POST', `/readers/${readerId}/conduct/contest`, { body, ...options }),
  contests: (query: Query = {}) => to.json<Page<ListedContest>>('GET', '/conduct-contests', { query }),
  answer: (id: string, body: z.input<typeof answerContestBody>) =>
    to.json<ConductContest>('POST', `/conduct-contests/${id}/answer`, { body }),
  settings: () => to.json<Page<ConductSetting>>('GET', '/conduct-settings'),
});
