import type { LateEntry } from '@overread/domain';
import type { LateEntry as WireLateEntry } from '@overread/wire';

/** A reading entered late, for the wire. */
export const lateEntryToWire = ({ place, ...row }: LateEntry): WireLateEntry => ({
  id: row.id,
  studyId: row.studyId,
  readId: row.readId,
  reportId: row.reportId,
  readerId: row.readerId,
  readingGroupId: row.readingGroupId,
  startedAt: row.startedAt?.toISOString() ?? null,
  readAt: row.readAt.toISOString(),
  enteredAt: row.enteredAt.toISOString(),
  source: row.source,
  evidence: row.evidence,
  place: { country: place.country, subdivision: place.subdivision, zone: place.zone },
});
