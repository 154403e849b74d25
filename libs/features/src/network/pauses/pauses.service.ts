import {
  demand,
  pauseGroup,
  pauseReader,
  resumeGroup,
  resumeReader,
  type Change,
  type DomainEvent,
  type Instant,
  type JsonObject,
  type PauseKind,
  type Principal,
  type Reader,
  type ReaderId,
  type ReadingGroup,
  type ReadingGroupId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, newId, one, requireVersion, scopeOf, type Tx } from '@overread/platform';
import { NetworkDirectory } from '../directory/network-directory.js';
import { NetworkHistoryEntity } from '../entities/network-history.entity.js';
import { ReaderEntity } from '../entities/reader.entity.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';

export interface PauseOrder {
  /** Null lasts until somebody ends it. */
  minutes: number | null;
  reason: string;
}

type Versions = readonly number[] | null;

/** Keeps new work from readers and groups, and lets it come again. */
@Injectable()
export class PausesService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  pauseReader(principal: Principal, id: ReaderId, order: PauseOrder, versions: Versions): Promise<Reader> {
    const request = { ...order, by: principal.id };
    return this.ofReader(principal, { id, versions }, (reader, now) => pauseReader(reader, request, now));
  }

  resumeReader(principal: Principal, id: ReaderId, reason: string, versions: Versions): Promise<Reader> {
    const request = { by: principal.id, reason };
    return this.ofReader(principal, { id, versions }, (reader, now) => resumeReader(reader, request, now));
  }

  pauseGroup(
    principal: Principal,
    id: ReadingGroupId,
    order: PauseOrder & { kind: PauseKind },
    versions: Versions,
  ): Promise<ReadingGroup> {
    const request = { ...order, by: principal.id };
    return this.ofGroup(principal, { id, versions }, (group, now) => pauseGroup(group, request, now));
  }

  resumeGroup(principal: Principal, id: ReadingGroupId, reason: string, versions: Versions): Promise<ReadingGroup> {
    const request = { by: principal.id, reason };
    return this.ofGroup(principal, { id, versions }, (group, now) => resumeGroup(group, request, now));
  }

  private ofReader(
    principal: Principal,
    { id, versions }: { id: ReaderId; versions: Versions },
    rule: (reader: Reader, now: Instant) => Change<{ reader: Reader }, Reader>,
  ): Promise<Reader> {
    return this.saved(principal, 'reader', (tx) =>
      tx.change({ reader: one(ReaderEntity, { id }) }, ({ reader }, now) => {
        demand(principal, 'pause-reader', { readerIds: [id], readingGroupIds: reader.readingGroupIds });
        requireVersion(versions, reader.version);
        const { next, events = [], result } = rule(reader, now);
        return { ...(next ? { next } : {}), events, result: { row: result, events, now } };
      }),
    );
  }

  private ofGroup(
    principal: Principal,
    { id, versions }: { id: ReadingGroupId; versions: Versions },
    rule: (group: ReadingGroup, now: Instant) => Change<{ group: ReadingGroup }, ReadingGroup>,
  ): Promise<ReadingGroup> {
    return this.saved(principal, 'reading-group', (tx) =>
      tx.change({ group: one(ReadingGroupEntity, { id }) }, ({ group }, now) => {
        demand(principal, 'pause-group', { readingGroupIds: [id] });
        requireVersion(versions, group.version);
        const { next, events = [], result } = rule(group, now);
        return { ...(next ? { next } : {}), events, result: { row: result, events, now } };
      }),
    );
  }

  /** Writes the version to the history and takes it into memory before anybody is answered: the next offer knows of it. */
  private async saved<Row extends Reader | ReadingGroup>(
    principal: Principal,
    kind: string,
    change: (tx: Tx) => Promise<{ row: Row; events: readonly DomainEvent[]; now: Instant }>,
  ): Promise<Row> {
    const { row, events } = await this.database.transaction(scopeOf(principal), async (tx) => {
      const changed = await change(tx);
      const { row: after, now: at } = changed;
      if (changed.events.length > 0) {
        const version = { entityId: after.id, version: after.version, row: after as unknown as JsonObject };
        await tx.put(NetworkHistoryEntity, { id: newId(), kind, at, actor: principal.id, ...version });
      }
      return changed;
    });
    await this.directory.refresh(events);
    return row;
  }
}
