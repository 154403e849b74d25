import type { Id, ReaderFacts, ReaderId } from '@overread/domain';
import { all, type EntityClass, type Tx, type Where } from '@overread/platform';
import { AgreementEntity } from '../entities/agreement.entity.js';
import { ContractEntity } from '../entities/contract.entity.js';
import { FacilityEntity } from '../entities/facility.entity.js';
import { HealthSystemEntity } from '../entities/health-system.entity.js';
import { LicenceEntity } from '../entities/licence.entity.js';
import { PrivilegeEntity } from '../entities/privilege.entity.js';
import { ReaderEntity } from '../entities/reader.entity.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { ReadingSessionEntity } from '../entities/reading-session.entity.js';
import { RosterShiftEntity } from '../entities/roster-shift.entity.js';
import { ServiceLevelEntity } from '../entities/service-level.entity.js';
import type { NetworkRows } from './directory-snapshot.js';

/** What of the network is to be read again: a kind's rows by id, or all of them. */
export type Stale = { readonly [Kind in keyof NetworkRows]?: ReadonlySet<string> | 'all' };

/** Shifts that begin later do not matter to any plan of today. */
const SHIFT_HORIZON = '48 hours';
const UNLOCKED = { lock: 'none' } as const;

/** The rows with what is stale read again. The transaction sees one instant and runs as the system. */
export async function loadNetwork(tx: Tx, known: NetworkRows, stale: Stale): Promise<NetworkRows> {
  return {
    healthSystems: await again(tx, known.healthSystems, stale.healthSystems, [HealthSystemEntity, 'health_system']),
    facilities: await again(tx, known.facilities, stale.facilities, [FacilityEntity, 'facility']),
    groups: await again(tx, known.groups, stale.groups, [ReadingGroupEntity, 'reading_group']),
    agreements: await again(tx, known.agreements, stale.agreements, [AgreementEntity, 'agreement']),
    contracts: await again(tx, known.contracts, stale.contracts, [ContractEntity, 'contract']),
    serviceLevels: await again(tx, known.serviceLevels, stale.serviceLevels, [ServiceLevelEntity, 'service_level']),
    readers: await readersAgain(tx, known.readers, stale.readers),
  };
}

type Wanted = ReadonlySet<string> | 'all' | undefined;

/** The map with the wanted rows read again; as it is when none is wanted. */
async function again<Key extends Id<string>, Row extends { id: Key }>(
  tx: Tx,
  known: ReadonlyMap<Key, Row>,
  wanted: Wanted,
  [entity, table]: readonly [EntityClass<Row>, string],
): Promise<ReadonlyMap<Key, Row>> {
  if (wanted === undefined) return known;
  const rows = await load(tx, entity, await idsOf(tx, table, wanted));
  const kept = wanted === 'all' ? [] : known;
  return new Map([...kept, ...rows.map((row) => [row.id, row] as const)]);
}

async function readersAgain(tx: Tx, known: NetworkRows['readers'], wanted: Wanted): Promise<NetworkRows['readers']> {
  if (wanted === undefined) return known;
  const facts = await loadReaders(tx, (await idsOf(tx, 'reader', wanted)) as ReaderId[]);
  const kept = wanted === 'all' ? [] : known;
  return new Map([...kept, ...facts.map((each) => [each.reader.id, each] as const)]);
}

/** The readers with their open sessions' reads counted anew: a signature changes nothing else of theirs. */
export async function recounted(
  tx: Tx,
  known: NetworkRows['readers'],
  readerIds: ReadonlySet<ReaderId>,
): Promise<NetworkRows['readers']> {
  if (readerIds.size === 0) return known;
  const rows = await tx.read<Pick<ReadingSessionEntity, 'id' | 'readerId' | 'completedReads' | 'version'>>(
    `select id, reader_id as "readerId", completed_reads as "completedReads", version from reading_session
     where reader_id = any ($1) and ended_at is null`,
    [[...readerIds]],
  );
  const readers = new Map(known);
  for (const { id, readerId, ...counted } of rows) {
    const facts = readers.get(readerId);
    if (facts?.session?.id === id) readers.set(readerId, { ...facts, session: { ...facts.session, ...counted } });
  }
  return readers;
}

/** Readers with their credentials, open session and coming shifts; what they hold is not counted. */
export async function loadReaders(tx: Tx, readerIds: readonly ReaderId[]): Promise<ReaderFacts[]> {
  const readers = await load(tx, ReaderEntity, readerIds);
  const own = { readerId: readerIds };
  const licences = Map.groupBy(await rowsOf(tx, LicenceEntity, own), (row) => row.readerId);
  const privileges = Map.groupBy(await rowsOf(tx, PrivilegeEntity, own), (row) => row.readerId);
  const sessions = await rowsOf(tx, ReadingSessionEntity, { readerId: readerIds, endedAt: null });
  const sessionOf = new Map(sessions.map((session) => [session.readerId, session]));
  const shifts = Map.groupBy(
    await load(tx, RosterShiftEntity, await comingShifts(tx, readerIds)),
    (row) => row.readerId,
  );
  return readers.map((reader) => ({
    reader,
    licences: licences.get(reader.id) ?? [],
    privileges: privileges.get(reader.id) ?? [],
    session: sessionOf.get(reader.id) ?? null,
    shifts: shifts.get(reader.id) ?? [],
    held: { routineMinutes: 0, urgentMinutes: 0 },
  }));
}

async function idsOf(tx: Tx, table: string, wanted: ReadonlySet<string> | 'all'): Promise<string[]> {
  if (wanted !== 'all') return [...wanted];
  return (await tx.read<{ id: string }>(`select id from ${table}`)).map((row) => row.id);
}

async function comingShifts(tx: Tx, readerIds: readonly ReaderId[]): Promise<string[]> {
  const rows = await tx.read<{ id: string }>(
    `select id from roster_shift where reader_id = any ($1) and ends_at > (select overread_now())
       and starts_at < (select overread_now()) + interval '${SHIFT_HORIZON}'`,
    [readerIds],
  );
  return rows.map((row) => row.id);
}

async function load<Row extends { id: Id<string> }>(
  tx: Tx,
  entity: EntityClass<Row>,
  ids: readonly string[],
): Promise<Row[]> {
  return ids.length === 0 ? [] : rowsOf(tx, entity, { id: ids } as unknown as Where<Row>);
}

const rowsOf = <Row extends object>(tx: Tx, entity: EntityClass<Row>, where: Where<Row>): Promise<Row[]> =>
  tx.change({ rows: all(entity, where, UNLOCKED) }, ({ rows }) => ({ result: rows as Row[] }));
