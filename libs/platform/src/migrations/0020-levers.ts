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
alter table roster_shift add column kind text not null default 'work';
-- Shifts that change hands, from the proposal to what became of it.
create table roster_move (
  id uuid not null, reading_group_id uuid not null, kind text not null, state text not null,
  shift_id uuid not null, other_shift_id uuid, from_reader_id uuid not null, to_reader_id uuid not null,
  awaiting uuid[] not null, proposed_by text not null, reason text not null, warnings text[] not null,
  proposed_at timestamptz(3) not null, decided_at timestamptz(3), version integer not null,
  constraint roster_move_pk primary key (id)
);
create index roster_move_group on roster_move (reading_group_id, id);
-- What readers say to what is recorded of them, with the figures as they stood.
create table conduct_contest (
  id uuid not null, reader_id uuid not null, at timestamptz(3) not null, about text not null, note text not null,
  figures jsonb not null,
  constraint conduct_contest_pk primary key (id)
);
create index conduct_contest_reader on conduct_contest (reader_id, id);
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
