import { conductIn, DEFAULT_CONDUCT_SETTINGS, idleTimes, returnIdle } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LeasedJobs, type Lease } from '@overread/platform';
import { decisionOf, studyTargets } from '../study-targets.js';
import { conductByCountry, type ConductByCountry } from './conduct-settings.service.js';
import { quietReads, signsOf, type OpenedRead } from './holding.queries.js';

const SCOPE = { kind: 'system', actor: 'idle-reads' } as const;
const EVERY_MS = 5_000;
const AT_ONCE = 500;

/**
 * Warns readers of reads they have open and do not work on, and gives those back that stay so. Whom it has warned, and what
 * it gave back, stands on the read's own row, written with its event: a process that dies in between leaves the read to the
 * next, and nothing happens twice.
 */
@Injectable()
export class IdleReads implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      await this.once(lease);
    };
    this.jobs.start({ name: 'idle-reads', role: 'dispatcher', everyMs: EVERY_MS, round });
  }

  /** How many reads were warned of or given back. */
  async once(lease: Lease): Promise<number> {
    const { due, conduct } = await this.database.transaction(SCOPE, async (tx) => {
      const settings = await conductByCountry(tx);
      return { due: await quietReads(tx, quietMinutes(settings), AT_ONCE), conduct: settings };
    });
    let changed = 0;
    for (const opened of due) if (await this.look(lease, opened, conduct)) changed += 1;
    return changed;
  }

  /** A draft is saved under the lock of its read: what is read after that lock is all there is, until the commit. */
  private look(lease: Lease, opened: OpenedRead, conduct: ConductByCountry): Promise<boolean> {
    const settings = conductIn(conduct, opened.country).holding;
    return this.database.transaction(SCOPE, async (tx) => {
      const read = await tx.change(studyTargets(opened), ({ reads }, now) => {
        const found = reads.find(({ id }) => id === opened.id);
        const times = found ? idleTimes(found, opened, settings) : null;
        return { result: times !== null && times.warnsAt <= now };
      });
      if (!read) return false;
      const signs = await signsOf(tx, opened.id);
      if (signs === null) return false;
      await tx.guard(lease);
      return tx.change(studyTargets(opened), (rows, now) => {
        const change = returnIdle(rows, { readId: opened.id, signs, settings }, now);
        return decisionOf({ ...change, result: change.next !== undefined });
      });
    });
  }
}

/** The shortest silence that any country warns of. */
const quietMinutes = (conduct: ConductByCountry): number =>
  Math.min(
    ...[DEFAULT_CONDUCT_SETTINGS, ...conduct.values()].map(({ holding }) =>
      Math.max(0, holding.leastMinutes - holding.warningMinutes),
    ),
  );
