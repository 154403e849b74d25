import { minutesBetween, type Instant, type ReaderId, type ReaderPlan, type ReadId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { PLAN_ID } from './dispatch-plan.entity.js';

/** What the plan in force has for the reader; nothing when it is too old. */
export async function planFor(tx: Tx, readerId: ReaderId): Promise<ReaderPlan | null> {
  const [row] = await tx.read<{ reads: ReadId[] | null; plannedAt: Instant; now: Instant }>(
    `select next_up -> $2 as reads, planned_at as "plannedAt", overread_now() as now from dispatch_plan where id = $1`,
    [PLAN_ID, readerId],
  );
  if (!row?.reads) return null;
  const ageMinutes = minutesBetween(row.plannedAt, row.now);
  return Math.abs(ageMinutes) * 60_000 <= DISPATCH_SETTINGS.planStaleMs ? { reads: row.reads, ageMinutes } : null;
}
