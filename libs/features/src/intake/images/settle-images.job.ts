import { DEFAULT_COMPLETENESS, quietEndsAt, settleImages, type ImageFacts, type StudyId } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LeasedJobs, type Lease, type Tx } from '@overread/platform';
import { StudyCommands } from '../commands.service.js';

const SCOPE = { kind: 'system', actor: 'settle-images' } as const;
const TICK_MS = 500;
const BATCH = 5000;
const SHORTEST_MINUTES = Math.min(...Object.values(DEFAULT_COMPLETENESS).map(({ quietMinutes }) => quietMinutes));

/** Makes studies ready whose images have been quiet for long enough: nobody says that the last image was the last. */
@Injectable()
export class SettleImages implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly commands: StudyCommands,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.settleDue(lease);
    this.jobs.start({ name: 'settle-images', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  /** Settles what is due now; how many studies became ready. */
  async settleDue(lease: Lease): Promise<number> {
    const due = await this.database.transaction(SCOPE, async (tx) => {
      const now = await tx.now();
      const quiet = await quietStudies(tx);
      return quiet.filter((study) => (quietEndsAt(study) ?? now) <= now).map(({ id }) => id);
    });
    for (const id of due) {
      await this.database.transaction(SCOPE, async (tx) => {
        await tx.guard(lease);
        await this.commands.apply(tx, id, (rows, now) => settleImages(rows, now));
      });
    }
    return due.length;
  }
}

type Quiet = ImageFacts & { id: StudyId };

/** Those without an image for the shortest time that may settle one; a critical study may be read before it is ready. */
async function quietStudies(tx: Tx): Promise<Quiet[]> {
  const silent = `last_image_at <= (select overread_now()) - interval '${SHORTEST_MINUTES} minutes'`;
  return tx.read<Quiet>(
    `select id, priority, announced, series_arrived as "seriesArrived", instances_arrived as "instancesArrived",
       last_image_at as "lastImageAt", images_complete_at as "imagesCompleteAt"
     from study where id in (
       (select id from study where state = 'receiving' and ${silent} order by last_image_at limit ${BATCH})
       union (select s.id from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
         where r.state = 'in-progress' and s.ready_at is null and s.${silent} limit ${BATCH}))`,
  );
}
