import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What managers keep from whom: reads pinned to somebody, readers and groups that get no new work for a time. */
export class Levers1700000000020 implements MigrationInterface {
  readonly name = 'Levers1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table read add column pin jsonb;
alter table reader add column pause jsonb;
alter table reading_group add column pause jsonb;
-- An open read that nobody works on: when its reader was told, and when they said that they are at it.
alter table read add column idle_warned_at timestamptz(3), add column still_reading_at timestamptz(3);
alter table reading_session add column skips_used integer not null default 0;
create table conduct_setting (
  country text not null, settings jsonb not null, version integer not null,
  constraint conduct_setting_pk primary key (country)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
