import { Injectable } from '@nestjs/common';
import { demand, DomainError, may, type Principal } from '@overread/domain';
import {
  Database,
  newId,
  pageOf,
  scopeOf,
  systemScope,
  withIdempotency,
  type Answer,
  type Page,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import { NetworkDirectory } from '../directory/network-directory.js';
import {
  listIds,
  listVersions,
  versionAfter,
  loadRecords,
  versionOf,
  type ListQuery,
  type Recorded,
  type VersionRow,
} from './records.queries.js';
import type { NetworkResource, NetworkRow } from './network-resource.js';
import { checkReferences, refuseBroken } from './references.js';
import { saveRecord, type Saved } from './save-record.js';

/** A record as it is answered, with the version that its entity tag names. */
export interface Shown {
  body: object;
  version: number;
}

/** Which record of a resource; `parentId` is the one in the address, null where there is none. */
export interface RecordKey {
  id: string;
  parentId: string | null;
}

/** Lists, reads and edits whatever a resource's fact sheet describes. */
@Injectable()
export class NetworkRecords {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  async list<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    query: ListQuery,
  ): Promise<Page<object>> {
    demand(principal, resource.view);
    const page = await this.database.transaction(scopeOf(principal), async (tx) => {
      if (query.parentId !== null) await this.requireParent(tx, resource, principal, query.parentId);
      const { items: ids, next } = pageOf(await listIds(tx, resource, query), query.limit, (id) => [id]);
      return { records: await loadRecords(tx, resource, ids), next };
    });
    const seen = page.records.filter(
      ({ row, parent }) => may(principal, resource.view, resource.owner(row, parent)) === 'allowed',
    );
    return {
      items: await this.present(
        resource,
        seen.map(({ row }) => row),
      ),
      next: page.next,
    };
  }

  async get<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    key: RecordKey,
  ): Promise<Shown> {
    const found = await this.database.transaction(scopeOf(principal), (tx) => this.find(tx, resource, principal, key));
    return this.show(resource, found);
  }

  async history<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    key: RecordKey,
    query: { after?: string | undefined; limit: number },
  ): Promise<Page<VersionRow>> {
    const after = versionAfter(query.after);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      await this.find(tx, resource, principal, key);
      const rows = await listVersions(tx, resource.kind, key.id, { after, limit: query.limit + 1 });
      return pageOf(rows, query.limit, (row) => [row.version]);
    });
  }

  async create<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    input: { body: Body; parentId: string | null; repeatable: RepeatableRequest | null },
  ): Promise<Answer<Shown>> {
    demand(principal, resource.edit);
    const { answer, saved } = await this.database.transaction(scopeOf(principal), async (tx) => {
      let made: Saved<Row> | null = null;
      const kept = await withIdempotency(tx, input.repeatable, async () => {
        if (input.parentId !== null) await this.requireParent(tx, resource, principal, input.parentId);
        const row = { ...resource.fields(input.body, input.parentId ?? ''), id: newId(), retiredAt: null, version: 1 };
        made = await this.save(tx, resource, principal, { row: row as unknown as Row });
        return { status: 201, body: { id: row.id, version: made.version } };
      });
      return { answer: kept, saved: made as Saved<Row> | null };
    });
    if (saved) await this.directory.refresh([saved.event]);
    const key = { id: answer.body.id, parentId: input.parentId };
    const { body } = await this.get(resource, principal, key);
    return { status: answer.status, body: { body, version: answer.body.version } };
  }

  async replace<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    key: RecordKey,
    input: { body: Body; accepted: readonly number[] | null },
  ): Promise<Shown> {
    const saved = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { row, parent } = await this.find(tx, resource, principal, key);
      demand(principal, resource.edit, resource.owner(row, parent));
      const parentId = resource.parent && String(row[resource.parent.field as keyof Row]);
      const next = { ...row, ...resource.fields(input.body, parentId ?? '') } as Row;
      return this.save(tx, resource, principal, { row: next, accepted: input.accepted });
    });
    await this.directory.refresh([saved.event]);
    return this.get(resource, principal, key);
  }

  /** From now on it is out of use; it stays, because what was done under it names it. */
  async retire<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    key: RecordKey,
    accepted: readonly number[] | null,
  ): Promise<void> {
    const saved = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { row, parent } = await this.find(tx, resource, principal, key);
      demand(principal, resource.edit, resource.owner(row, parent));
      return row.retiredAt === null ? saveRecord(tx, resource, { row, accepted, retire: true }) : null;
    });
    if (saved) await this.directory.refresh([saved.event]);
  }

  private async save<Row extends NetworkRow, Body extends object>(
    tx: Tx,
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    change: { row: Row; accepted?: readonly number[] | null },
  ): Promise<Saved<Row>> {
    refuseBroken(resource.check?.(change.row) ?? []);
    await checkReferences(tx, resource.references(change.row));
    return saveRecord(tx, resource, {
      ...change,
      allow: (owner) => demand(principal, resource.edit, owner),
    });
  }

  private async find<Row extends NetworkRow, Body extends object>(
    tx: Tx,
    resource: NetworkResource<Row, Body>,
    principal: Principal,
    { id, parentId }: RecordKey,
  ): Promise<Recorded<Row>> {
    const [found] = await loadRecords(tx, resource, [id]);
    const isOther = parentId !== null && found?.parent?.id !== parentId;
    const unseen = found && may(principal, resource.view, resource.owner(found.row, found.parent)) === 'not-found';
    if (!found || isOther || unseen)
      throw new DomainError('not-found', `${resource.kind}/not-found`, `no such ${resource.kind.replaceAll('-', ' ')}`);
    demand(principal, resource.view, resource.owner(found.row, found.parent));
    return found;
  }

  /** The parent in the address must be there and be seen. */
  private async requireParent<Row extends NetworkRow, Body extends object>(
    tx: Tx,
    { parent, view, owner }: NetworkResource<Row, Body>,
    principal: Principal,
    parentId: string,
  ): Promise<void> {
    if (!parent) return;
    const [found] = await loadRecords(tx, { entity: parent.entity }, [parentId]);
    if (!found) throw new DomainError('not-found', `${parent.kind}/not-found`, `no such ${parent.kind}`);
    demand(principal, view, owner(null as never, found.row));
  }

  private async show<Row extends NetworkRow, Body extends object>(
    resource: NetworkResource<Row, Body>,
    { row, parent }: Recorded<Row>,
  ): Promise<Shown> {
    const [body = row] = await this.present(resource, [row]);
    return { body, version: versionOf({ row, parent }) };
  }

  private async present<Row extends NetworkRow, Body extends object>(
    { present }: NetworkResource<Row, Body>,
    rows: readonly Row[],
  ): Promise<object[]> {
    if (!present || rows.length === 0) return [...rows];
    return this.database.transaction(systemScope, (tx) => present(tx, rows));
  }
}
