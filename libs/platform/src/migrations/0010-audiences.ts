import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the pages of managers and readers ask again at every event: who did what, and when, one reader at a time. */
export class Audiences1700000000010 implements MigrationInterface {
  readonly name = 'Audiences1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create index read_completed_by on read (reader_id, completed_at) where state = 'completed';
create index event_declined on event ((data ->> 'readerId'), at) where type = 'read.declined';
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
