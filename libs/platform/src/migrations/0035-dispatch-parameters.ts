import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The network's parameters of dispatch, every version of them; without one the product's own are in force. */
export class DispatchParameters1700000000035 implements MigrationInterface {
  readonly name = 'DispatchParameters1700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table dispatch_parameters (
  number integer not null, parameters jsonb not null, reason text not null, by text not null,
  in_force_at timestamptz(3) not null, what_if_id uuid, back_to integer,
  -- Two administrators at once: one of them makes the next version, the other hears of it.
  constraint dispatch_parameters_pk primary key (number)
);
-- What is in force and why is the network's own affair, and it is added to, never rewritten.
alter table dispatch_parameters enable row level security;
create policy visible on dispatch_parameters using ((select overread_sees_studies()))
  with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
