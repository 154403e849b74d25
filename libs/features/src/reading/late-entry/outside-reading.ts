import {
  asId,
  DomainError,
  tierOf,
  type Facility,
  type OutsideReading,
  type Read,
  type Reader,
  type ReadingGroupId,
  type ReadingSession,
} from '@overread/domain';
import { newId } from '@overread/platform';
import type { LateEntryBody } from '@overread/wire';

/** The reading as its body attests it, for one of its reader's groups. */
export function outsideReadingOf(
  body: LateEntryBody,
  { facility, read, reader }: { facility: Facility; read: Read; reader: Reader },
): OutsideReading {
  const { country, evidence, source, subdivision = null, zone } = body;
  const place = { country, subdivision, zone };
  const readAt = new Date(body.readAt);
  const startedAt = body.startedAt == null ? null : new Date(body.startedAt);
  const readingGroupId = groupOf(body, read, reader);
  return { startedAt, readAt, source, evidence, place, readingGroupId, tier: tierOf(place, facility, readAt) };
}

function groupOf({ readingGroup }: LateEntryBody, read: Read, { readingGroupIds }: Reader): ReadingGroupId {
  const theirs = (group: ReadingGroupId | null) => group !== null && readingGroupIds.includes(group);
  const routed = theirs(read.readingGroupId) ? read.readingGroupId : null;
  const only = readingGroupIds.length === 1 ? (readingGroupIds[0] ?? null) : null;
  const group = readingGroup == null ? (routed ?? only) : asId<ReadingGroupId>(readingGroup);
  if (group !== null && theirs(group)) return group;
  const code = 'late-entry/group';
  const message = group === null ? 'Name the group it was read for' : 'The reader is not in this group';
  throw new DomainError('invalid', code, message, { errors: [{ path: 'readingGroup', code, message }] });
}

/** What stands for a session when the rules are asked: there was none, its place is attested. */
export const attestedSession = (
  { place, readAt, readingGroupId, startedAt }: OutsideReading,
  reader: Reader,
): ReadingSession => ({
  ...place,
  id: newId(),
  readerId: reader.id,
  readingGroupId,
  mode: 'pull',
  startedAt: startedAt ?? readAt,
  until: null,
  endedAt: readAt,
  completedReads: 0,
  version: 1,
});
