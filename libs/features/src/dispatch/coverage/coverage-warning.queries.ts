import type { CoverageWarningId, Instant } from '@overread/domain';
import type { Tx } from '@overread/platform';

const STATES = {
  open: 'ended_at is null',
  unacknowledged: 'ended_at is null and acknowledgement is null',
  ended: 'ended_at is not null',
  all: 'true',
} as const;

export interface WarningFilter {
  state: keyof typeof STATES;
  after: { warnedAt: Instant; id: string } | null;
  limit: number;
}

/** Warnings that the scope may see, the latest told first; one more than `limit` when there are more. */
export const warningPlaces = (
  tx: Tx,
  { state, after, limit }: WarningFilter,
): Promise<{ id: CoverageWarningId; warnedAt: Instant }[]> =>
  tx.read(
    `select id, warned_at as "warnedAt" from coverage_warning where ${STATES[state]}
       and ($1::timestamptz is null or (warned_at, id) < ($1, $2::uuid)) order by warned_at desc, id desc limit $3`,
    [after?.warnedAt ?? null, after?.id ?? null, limit + 1],
  );
