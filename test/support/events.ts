import type { DomainEvent } from '@overread/domain';

/** A network-wide event for tests of the log itself. */
export const someEvent = (data: DomainEvent['data'] = {}, more: Partial<DomainEvent> = {}): DomainEvent => ({
  type: 'network.changed',
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: 1,
  data,
  ...more,
});
