import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adjudications that nobody decides are escalated, each step once; found by whoever looks for what is open. */
export class Adjudications1700000000014 implements MigrationInterface {
  readonly name = 'Adjudications1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table adjudication add column escalations integer not null default 0, add column next_escalation_at timestamptz(3);
update adjudication set next_escalation_at = due_at where decided_at is null;
alter table adjudication alter column escalations drop default;
create index adjudication_due on adjudication (next_escalation_at) where next_escalation_at is not null;
create index adjudication_requested on adjudication (requested_at, id);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
