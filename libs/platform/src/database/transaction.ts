import { DomainError, type DomainEvent, type Instant } from '@overread/domain';
import type { Lease } from '../leases/lease.js';
import { Batch } from './change/batch.js';
import type { EntityShapes } from './change/entity-shape.js';
import { databaseClock, load } from './change/load.js';
import type { Row } from './change/lock-statement.js';
import { planned, plannedRead } from './change/planned.js';
import { joined, saveStatement, type Save } from './change/save-statement.js';
import { actorOf, type Scope } from './scope.js';
import type { Session } from './session.js';
import type { EntityClass, Loaded, Targets } from './change/targets.js';
import type { Decide, Tx } from './tx.js';
import { WriteSet } from './change/write-set.js';

/** What one transaction has appended, for whoever is told after the commit. */
export interface Appended {
  events: number;
}

export class Transaction implements Tx {
  readonly scope: Scope;
  readonly appended: Appended = { events: 0 };
  private unsent: { save: Save } | null = null;

  constructor(
    private readonly session: Session,
    private readonly shapes: EntityShapes,
  ) {
    this.scope = session.scope;
  }

  async change<T extends Targets, R = void>(targets: T, decide: Decide<T, R>): Promise<R> {
    const [result] = await this.changeMany([targets], decide);
    return result as R;
  }

  async changeMany<T extends Targets, R = void>(list: readonly T[], decide: Decide<T, R>): Promise<R[]> {
    if (list.length === 0) return [];
    const { columns, now } = await load(this.session, this.shapes, list);
    const writes = new WriteSet();
    const batch = new Batch(columns, writes);
    const events: DomainEvent[] = [];
    const results = list.map((_, member) => {
      const view = batch.view(member);
      const decision = decide(view as Loaded<T>, now);
      for (const [name, next] of Object.entries(decision.next ?? {}))
        if (next !== undefined) batch.take(name, view, member, next as Row | readonly Row[] | null);
      events.push(...(decision.events ?? []));
      return decision.result;
    });
    this.save({ tables: writes.inOrder(), events, actor: actorOf(this.scope), at: now });
    return results;
  }

  async put<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    events: readonly DomainEvent[] = [],
  ): Promise<void> {
    const writes = this.inserts(entity, rows, new WriteSet(true));
    this.save({ tables: writes.inOrder(), events, actor: actorOf(this.scope) });
  }

  async add<E extends object>(entity: EntityClass<E>, rows: Partial<E> | readonly Partial<E>[]): Promise<void> {
    const writes = this.inserts(entity, rows, new WriteSet());
    this.save({ tables: writes.inOrder(), events: [], actor: actorOf(this.scope) });
  }

  async read<R extends object>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    const config = plannedRead({ text: sql, values: [...params] });
    const result = await this.session.query<R>({ mode: 'scope', config });
    return result.rows;
  }

  now(): Promise<Instant> {
    return databaseClock(this.session);
  }

  async guard(lease: Lease): Promise<void> {
    this.session.later({
      mode: 'system',
      config: {
        name: 'overread_guard',
        // `for key share` stops a takeover (`for update`) until this transaction ends, and lets the renewal pass.
        text:
          `select 1 / (select count(*) from (select 1 from lease where name = $1 and holder = $2 and epoch = $3 ` +
          `for key share) held)`,
        values: [lease.name, lease.holder, lease.epoch],
      },
      explain: (error) => (isDivisionByZero(error) ? lost(lease) : error),
    });
  }

  private inserts<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    writes: WriteSet,
  ): WriteSet {
    const shape = this.shapes.of(entity);
    for (const row of (Array.isArray(rows) ? rows : [rows]) as Row[]) writes.insert(shape, row);
    return writes;
  }

  /** What is saved before the save before it has left goes with it. */
  private save(save: Save): void {
    if (save.tables.length === 0 && save.events.length === 0) return;
    this.appended.events += save.events.length;
    const both = this.unsent && joined(this.unsent.save, save);
    if (this.unsent && both) {
      this.unsent.save = both;
      return;
    }
    const unsent = { save };
    this.unsent = unsent;
    const config = () => {
      if (this.unsent === unsent) this.unsent = null;
      return planned(saveStatement(unsent.save));
    };
    const explain = (error: unknown) => (isDivisionByZero(error) ? tooFew(unsent.save) : error);
    this.session.later({ mode: 'system', config, explain });
  }
}

/** How a statement that nobody waits for says that it found other rows than it must. */
const isDivisionByZero = (error: unknown): boolean =>
  error instanceof Error && (error as Error & { code?: string }).code === '22012';

const lost = (lease: Lease): DomainError =>
  new DomainError('stale', 'lease/lost', `the lease ${lease.name} has passed to another holder`);

const tooFew = (save: Save): Error =>
  new Error(`a save of ${save.tables.map((table) => table.shape.name).join(', ')} did not touch every row it names`);
