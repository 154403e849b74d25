import type { LoggedEvent } from '@overread/domain';
import type { Database } from '../database/database.js';
import { systemScope } from '../database/scope.js';
import { GapRule } from './gap-rule.js';
import { EVENT_COLUMNS, eventOf, isEvent, type EventRow } from './logged-event.js';

type Row = EventRow & { xmin: string };

export interface LogReaderOptions {
  /** The last position that is known already. */
  from: number;
}

/**
 * Reads the log in order of position without losing an event that commits late. Reads the unfiltered log as the
 * system: a gap is judged on all of it.
 */
export class LogReader {
  private readonly rule: GapRule;

  constructor(
    private readonly database: Database,
    options: LogReaderOptions,
  ) {
    this.rule = new GapRule(options.from);
  }

  /** Everything up to here was returned, or never comes. */
  get position(): number {
    return this.rule.position;
  }

  /** Whether something below a visible event has not been decided yet. */
  get isWaiting(): boolean {
    return this.rule.isWaiting;
  }

  /**
   * The next events, at most `limit`, in order. Fewer, or none, also when a gap must be waited for: ask again. Not to
   * be called again before it answered.
   */
  async next(limit: number): Promise<LoggedEvent[]> {
    const from = this.rule.position;
    const rows = await this.database.readOnce<Row>(systemScope, NEXT, [from, limit]);
    const events = rows.flatMap((row) => (isEvent(row) ? [eventOf(row)] : []));
    const positions = events.map((event) => event.position);
    const { upTo, needsBound } = this.rule.judge({
      positions,
      xmin: BigInt(rows[0]?.xmin ?? 0),
      more: events.length === limit,
    });
    if (needsBound) this.rule.waitFor(await currentId(this.database));
    return events.filter((event) => event.position <= upTo);
  }
}

/** The rows and the snapshot's oldest live transaction, in one statement: from two they would not belong together. */
const NEXT =
  `select s.xmin::text as xmin, e.* from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) s ` +
  `left join (select ${EVENT_COLUMNS} from event e where e.position > $1 order by e.position limit $2) e ` +
  `on true order by e.position`;

async function currentId(database: Database): Promise<bigint> {
  const [row] = await database.readOnce<{ id: string }>(systemScope, 'select pg_current_xact_id()::text as id');
  if (!row) throw new Error('the database gave no transaction id');
  return BigInt(row.id);
}

/**
 * A position up to which the log is complete: the highest visible one, once every transaction that was writing when
 * it was seen has ended. Null while one still writes; ask again with what was answered.
 */
export interface HorizonWait {
  readonly highest: number;
  readonly bound: bigint;
}

export async function beginHorizon(database: Database): Promise<HorizonWait> {
  const sql = 'select coalesce(max(position), 0) as highest from event';
  const [row] = await database.readOnce<{ highest: number }>(systemScope, sql);
  return { highest: row?.highest ?? 0, bound: await currentId(database) };
}

export async function isReached(database: Database, wait: HorizonWait): Promise<boolean> {
  const sql = 'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin';
  const [row] = await database.readOnce<{ xmin: string }>(systemScope, sql);
  return BigInt(row?.xmin ?? 0) >= wait.bound;
}
