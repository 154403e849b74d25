import { resumeAtCap, type StudyId } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LeasedJobs, type Lease } from '@overread/platform';
import { StudyCommands } from '../commands.service.js';

const SCOPE = { kind: 'system', actor: 'holds' } as const;
const TICK_MS = 500;
const BATCH = 200;

/**
 * Resumes studies whose hold has reached its cap. The hold itself is the timer: whoever leads next, after a restart too,
 * finds what is due, and a study that was resumed meanwhile is left alone.
 */
@Injectable()
export class ResumeHeld implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly commands: StudyCommands,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.start({ name: 'holds', role: 'dispatcher', everyMs: TICK_MS, round: (lease) => this.resumeDue(lease) });
  }

  /** Resumes what is due now; how many studies it looked at. */
  async resumeDue(lease: Lease): Promise<number> {
    const due = await this.database.transaction(SCOPE, (tx) =>
      tx.read<{ id: StudyId }>(
        `select id from study where hold is not null and (hold ->> 'until')::timestamptz <= (select overread_now())
         order by id limit ${BATCH}`,
      ),
    );
    for (const { id } of due) {
      await this.database.transaction(SCOPE, async (tx) => {
        await tx.guard(lease);
        await this.commands.apply(tx, id, resumeAtCap);
      });
    }
    return due.length;
  }
}
