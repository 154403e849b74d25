import { DomainError, type DomainEvent, type Instant, type JsonObject, type Resource } from '@overread/domain';
import { maybe, newId, one, requireVersion, type Loaded, type Tx, type Where } from '@overread/platform';
import { NetworkHistoryEntity } from '../entities/network-history.entity.js';
import type { NetworkResource, NetworkRow, VersionedRow } from './network-resource.js';

export interface RecordChange<Row> {
  row: Row;
  accepted?: readonly number[] | null;
  retire?: boolean;
  /** Asked whose the row is as it stands, as it shall be, and what is claimed anew; throws. */
  allow?: (owner: Resource) => void;
}

export interface Saved<Row> {
  row: Row;
  version: number;
  at: Instant;
  event: DomainEvent;
}

/** Writes one version: the row, its parent's version where that counts, the event, and the history. */
export async function saveRecord<Row extends NetworkRow, Body extends object>(
  tx: Tx,
  resource: NetworkResource<Row, Body>,
  change: RecordChange<Row>,
): Promise<Saved<Row>> {
  const { parent } = resource;
  const parentId = parent ? (change.row[parent.field as keyof Row] as string) : null;
  const target = { row: maybe(resource.entity, { id: change.row.id } as unknown as Where<Row>) };
  const targets = parent ? { ...target, parent: one(parent.entity, { id: parentId as string }) } : target;
  const saved = await tx.change(targets, (rows: Loaded<typeof targets>, now) => {
    const known = rows as { row: Row | null; parent?: VersionedRow };
    return decide(resource, change, { row: known.row, parent: known.parent ?? null, now });
  });
  await resource.keep?.(tx, saved.row);
  await tx.put(NetworkHistoryEntity, {
    id: newId(),
    kind: resource.kind,
    entityId: saved.row.id,
    version: saved.version,
    at: saved.at,
    actor: tx.scope.kind === 'principal' ? tx.scope.principalId : (tx.scope.actor ?? null),
    row: saved.row as unknown as JsonObject,
  });
  return saved;
}

interface Known<Row> {
  row: Row | null;
  parent: VersionedRow | null;
  now: Instant;
}

function decide<Row extends NetworkRow, Body extends object>(
  resource: NetworkResource<Row, Body>,
  change: RecordChange<Row>,
  { row: before, parent, now }: Known<Row>,
) {
  const versioned = (parent ?? before) as VersionedRow | null;
  if (before !== null) requireVersion(change.accepted ?? null, versioned?.version ?? 0);
  requireLive(resource, before, parent, change);
  const version = versioned === null ? 1 : versioned.version + 1;
  const retiredAt = change.retire === true ? now : change.row.retiredAt;
  const row = { ...change.row, retiredAt, ...(parent === null ? { version } : {}) };
  const owners = (before === null ? [row] : [before, row]).map((each) => resource.owner(each, parent));
  for (const owner of [...owners, ...(resource.claims?.(before, row) ?? [])]) change.allow?.(owner);
  const what = before === null ? 'created' : change.retire === true ? 'retired' : 'updated';
  const event = eventOf(resource, { row, version, what, owners });
  return {
    next: { row, ...(parent === null ? {} : { parent: { ...parent, version } }) },
    events: [event],
    result: { row, version, at: now, event },
  };
}

/** What is retired is not edited, nor anything added under it; what is fixed stays. */
function requireLive<Row extends NetworkRow, Body extends object>(
  { kind, fixed, parent: ofParent }: NetworkResource<Row, Body>,
  before: Row | null,
  parent: VersionedRow | null,
  change: RecordChange<Row>,
): void {
  if (before !== null && before.retiredAt !== null)
    throw new DomainError('conflict', `${kind}/retired`, 'what is retired is not edited');
  if (parent !== null && parent.retiredAt !== null && change.retire !== true)
    throw new DomainError('conflict', `${ofParent?.kind ?? kind}/retired`, 'nothing is added to what is retired');
  if (before === null) return;
  const moved = fixed.filter((property) => change.row[property] !== before[property]);
  if (moved.length === 0) return;
  const errors = moved.map((path) => ({ path, code: 'fixed', message: 'cannot change: make a new one' }));
  throw new DomainError('invalid', 'request/invalid', 'the body breaks a rule', { errors });
}

/** Told to everyone whose it was and everyone whose it is. */
function eventOf<Row extends NetworkRow, Body extends object>(
  { kind, parent }: NetworkResource<Row, Body>,
  said: { row: Row; version: number; what: string; owners: readonly Resource[] },
): DomainEvent {
  const { row, version, what, owners } = said;
  const readerIds = [...new Set(owners.flatMap((owner) => owner.readerIds ?? []))];
  const ofReader = kind === 'reader' || parent?.kind === 'reader';
  return {
    type: ofReader ? 'reader.changed' : 'network.changed',
    healthSystemId: owners[0]?.healthSystemId ?? null,
    studyId: null,
    readId: null,
    readingGroupIds: [...new Set(owners.flatMap((owner) => owner.readingGroupIds ?? []))],
    readerIds,
    version,
    data: { kind, id: row.id, what, ...(ofReader ? { readerId: readerIds[0] ?? row.id } : {}) },
  };
}
