import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The dispatcher's latest plan: one row, so that every process shows a reader the same next reads. */
export class Plan1700000000017 implements MigrationInterface {
  readonly name = 'Plan1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table dispatch_plan (
  id text not null, tick bigint not null, planned_at timestamptz(3) not null, gap double precision not null,
  next_up jsonb not null,
  constraint dispatch_plan_pk primary key (id)
);
alter table dispatch_plan enable row level security;
create policy visible on dispatch_plan for all using ((select overread_is_system())) with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
