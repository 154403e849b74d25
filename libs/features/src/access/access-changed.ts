import type { DomainEvent, HealthSystemId } from '@overread/domain';

/** Somebody's access is not what it was: whoever remembers the person or key forgets it. */
export const accessChanged = (principalId: string, healthSystemId: HealthSystemId | null = null): DomainEvent => ({
  type: 'access.changed',
  healthSystemId,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: 1,
  data: { principalId },
});
