import type { CoverageWarningId, Facility, Instant, ModalityFamily } from '@overread/domain';
import type { Tx } from '@overread/platform';

const STATES = {
  open: 'ended_at is null',
  unacknowledged: 'ended_at is null and acknowledgement is null',
  ended: 'ended_at is not null',
  all: 'true',
} as const;

export interface WarningFilter {
  state: keyof typeof STATES;
  /** Hours of this facility, and its privileges; null is any. */
  facility: Pick<Facility, 'id' | 'code'> | null;
  /** Hours of this family; null is any. */
  modalityFamily: ModalityFamily | null;
  after: { warnedAt: Instant; id: string } | null;
  limit: number;
}

/** Warnings that the scope may see, the latest told first; one more than `limit` when there are more. */
export const warningPlaces = (
  tx: Tx,
  { state, facility, modalityFamily, after, limit }: WarningFilter,
): Promise<{ id: CoverageWarningId; warnedAt: Instant }[]> =>
  tx.read(
    `select id, warned_at as "warnedAt" from coverage_warning where ${STATES[state]}
       and ($1::timestamptz is null or (warned_at, id) < ($1, $2::uuid))
       and ($4::text is null or kind ->> 'facilityId' = $4 or (state ->> 'kind' = 'privilege' and state ->> 'about' = $5))
       and ($6::text is null or kind ->> 'modalityFamily' = $6)
     order by warned_at desc, id desc limit $3`,
    [
      after?.warnedAt ?? null,
      after?.id ?? null,
      limit + 1,
      facility?.id ?? null,
      facility?.code ?? null,
      modalityFamily,
    ],
  );

/** Waits for whoever else saves warnings: a new one has no row yet that could be locked. What is read next sees theirs. */
export const oneAtATime = (tx: Tx): Promise<object[]> =>
  tx.read(`select pg_advisory_xact_lock(hashtextextended('coverage_warning', 0))`);

/** The open warnings of these subjects: kinds of studies as `facility family subspecialty` (`null` for none), credentials by id. */
export const openOf = (tx: Tx, keys: ReadonlySet<string>): Promise<{ id: CoverageWarningId; key: string }[]> =>
  tx.read(
    `select id, key from (
       select id, case subject when 'credential' then state ->> 'id' else concat_ws(' ', kind ->> 'facilityId',
         kind ->> 'modalityFamily', coalesce(kind ->> 'subspecialty', 'null')) end as key
       from coverage_warning where ended_at is null) w
     where key = any ($1) order by id`,
    [[...keys]],
  );
