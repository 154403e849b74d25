import { breakGlassState, missingConfirmers, type BreakGlass, type Instant, type Study } from '@overread/domain';
import type { BreakGlass as WireBreakGlass } from '@overread/wire';

export interface Named {
  facility: string;
  readerName: string;
}

const text = (at: Instant | null): string | null => at?.toISOString() ?? null;

/** A break-glass act for the wire; never the patient's identity. */
export function breakGlassToWire(
  act: BreakGlass,
  study: Study,
  { facility, readerName }: Named,
  now: Instant,
): WireBreakGlass {
  const { accessionNumber, description, modalityFamily, priority } = study;
  return {
    id: act.id,
    studyId: act.studyId,
    study: { accessionNumber, description, modalityFamily, priority },
    facility,
    readId: act.readId,
    reader: { id: act.readerId, name: readerName },
    readingGroupId: act.readingGroupId,
    eventId: act.eventId,
    handBackId: act.handBackId,
    reason: act.reason,
    rules: act.rules,
    confirmations: act.confirmations,
    missing: missingConfirmers(act),
    state: breakGlassState(act, now),
    requestedBy: act.requestedBy,
    requestedAt: act.requestedAt.toISOString(),
    expiresAt: act.expiresAt.toISOString(),
    grantedAt: text(act.grantedAt),
    refusal: act.refusal,
    takenAt: text(act.takenAt),
    takenReadId: act.takenReadId,
    reviewDueAt: text(act.reviewDueAt),
    review: act.review,
    version: act.version,
  };
}
