import type { DomainEvent, EventType, JsonObject } from '../core/event.js';
import type { ReaderId, ReadingGroupId } from '../core/ids.js';
import type { Read } from './read.js';
import type { Study } from './study.js';

/**
 * An event of a study, or of one of its reads. Its audience is everyone the given reads reach: the group and the reader
 * that hold them, and every group of a ladder step that is open. Pass the reads from before *and* after a change that
 * moves one, or the side that lost it never hears of it. `version` is the read's when there is one, else the study's.
 */
// oxlint-disable-next-line max-params -- every rule of a study ends in one of these: an object would say less
export function studyEvent(
  type: EventType,
  study: Study,
  reads: readonly Read[],
  data: JsonObject,
  read?: Read,
): DomainEvent {
  const groups = new Set<ReadingGroupId>();
  const readers = new Set<ReaderId>();
  for (const each of read === undefined ? reads : [...reads, read]) {
    if (each.readingGroupId !== null) groups.add(each.readingGroupId);
    if (each.readerId !== null) readers.add(each.readerId);
    for (const step of each.ladder) {
      if (step.openedAt !== null) for (const group of step.pool.readingGroupIds) groups.add(group);
    }
  }
  return {
    type,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    readId: read?.id ?? null,
    readingGroupIds: [...groups],
    readerIds: [...readers],
    version: read?.version ?? study.version,
    data,
  };
}
