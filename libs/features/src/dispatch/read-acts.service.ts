import {
  demand,
  type Action,
  type Change,
  type Instant,
  type Principal,
  type Read,
  type ReadId,
  type StudyReads,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  Database,
  requireVersion,
  scopeOf,
  withIdempotency,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import type { Read as WireRead } from '@overread/wire';
import { NetworkDirectory } from '../network/index.js';
import { readToWire } from '../sla/index.js';
import { readKeyOf, type ReadKey } from '../studies/index.js';
import { readResource, resourceOf } from './read-resource.js';
import { decisionOf, studyTargets } from './study-targets.js';

/** A read that somebody does something to, as they saw it. */
export interface AskedRead {
  id: ReadId;
  /** Null when any will do. */
  versions: readonly number[] | null;
  repeatable: RepeatableRequest | null;
}

export interface ReadAct extends AskedRead {
  action: Action;
}

/**
 * What is done to one read by hand: permission and version are asked of the locked rows, so that of two who saw the same
 * read one is told that it has moved on, and a repetition gets the first answer.
 */
@Injectable()
export class ReadActs {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  /** By a rule that needs nothing but the study's rows, in the sight of who asks. */
  change(
    principal: Principal,
    act: ReadAct,
    rule: (rows: StudyReads, now: Instant) => Change<StudyReads, Read>,
  ): Promise<WireRead> {
    return this.database.transaction(scopeOf(principal), (tx) =>
      this.once(tx, act, async () => {
        const targets = studyTargets(await readKeyOf(tx, act.id));
        return tx.change(targets, (rows, now) => {
          demandAct(principal, act, rows.reads);
          return decisionOf(rule(rows, now));
        });
      }),
    );
  }

  /** By rules that need every group's rows, more than who asks may see. `work` demands the act of the rows it locks. */
  async widely(principal: Principal, act: ReadAct, work: (tx: Tx, key: ReadKey) => Promise<Read>): Promise<WireRead> {
    const key = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { read, resource } = await readResource(tx, act.id);
      demand(principal, act.action, resource);
      return read;
    });
    return this.database.transaction({ kind: 'system', actor: principal.id }, (tx) =>
      this.once(tx, act, () => work(tx, key)),
    );
  }

  /** The answer to a request that may be repeated. */
  async once(tx: Tx, { repeatable }: Pick<AskedRead, 'repeatable'>, work: () => Promise<Read>): Promise<WireRead> {
    const answer = await withIdempotency(tx, repeatable, async () => ({ status: 200, body: this.wire(await work()) }));
    return answer.body;
  }

  private wire(read: Read): WireRead {
    const { readers } = this.directory.snapshot();
    return readToWire(read, (readerId) => readers.get(readerId)?.reader.name ?? null);
  }
}

/** Refuses who may not, and who saw another version than the locked one. */
export function demandAct(principal: Principal, act: ReadAct, reads: readonly Read[]): void {
  demand(principal, act.action, resourceOf(reads.filter(({ id }) => id === act.id)));
  requireSeen(act, reads);
}

/** Refuses who saw another version than the locked one. */
export function requireSeen({ id, versions }: Pick<AskedRead, 'id' | 'versions'>, reads: readonly Read[]): void {
  for (const read of reads) if (read.id === id) requireVersion(versions, read.version);
}
