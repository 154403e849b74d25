import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the next read is found among many that wait: from each end of the queue, without going through all of it. */
export class Queue1700000000005 implements MigrationInterface {
  readonly name = 'Queue1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create index read_longest on read (queued_at) where state = 'queued';
create index study_pressing on study (priority, id)
  where priority in ('critical', 'stat') and state not in ('expected', 'cancelled', 'retracted', 'final');
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
