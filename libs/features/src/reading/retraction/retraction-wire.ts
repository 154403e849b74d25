import type { Retraction } from '@overread/domain';
import type { Retraction as WireRetraction } from '@overread/wire';

/** A retraction for the wire. */
export const retractionToWire = (row: Retraction): WireRetraction => ({
  id: row.id,
  studyId: row.studyId,
  readId: row.readId,
  reportIds: row.reportIds,
  kind: row.kind,
  reason: row.reason,
  by: { id: row.retractedBy, name: row.retractedByName },
  replacementReadId: row.replacementReadId,
  at: row.at.toISOString(),
});
