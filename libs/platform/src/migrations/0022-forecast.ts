import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is learned from the log and what is forecast with it: how long reads take, what came of chances that were given, and
 * how many studies come in which hour of the week. Figures about readers and about the whole network: nobody but the
 * system, and who sees all studies, reads them as rows.
 */
export class Forecast1700000000022 implements MigrationInterface {
  readonly name = 'Forecast1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table reading_statistics (
  reader_id uuid not null, exam_type text not null, reads integer not null, culled integer not null,
  sums double precision[] not null, position bigint not null,
  constraint reading_statistics_pk primary key (reader_id, exam_type)
);
create table breach_forecast (
  health_system_id uuid not null, read_id uuid not null, study_id uuid not null, priority text not null,
  made_at timestamptz(3) not null, due_at timestamptz(3) not null, chance double precision not null,
  shown double precision not null, model_version bigint not null, breached boolean, settled_at timestamptz(3),
  constraint breach_forecast_pk primary key (health_system_id, read_id)
);
create index breach_forecast_open on breach_forecast (due_at) where settled_at is null;
create index breach_forecast_settled on breach_forecast (settled_at) where settled_at is not null;
create table breach_calibration (
  id uuid not null, work text not null, fitted_at timestamptz(3) not null, from_at timestamptz(3) not null,
  n integer not null, curve jsonb not null, model_version bigint not null,
  constraint breach_calibration_pk primary key (id)
);
create index breach_calibration_latest on breach_calibration (work, fitted_at);
create table arrival_profile (
  facility_id uuid not null, modality_family text not null, hour_of_week smallint not null,
  studies double precision not null, weeks integer not null, fitted_at timestamptz(3) not null,
  constraint arrival_profile_pk primary key (facility_id, modality_family, hour_of_week)
);
create table applied_remedy (
  id uuid not null, remedy text not null, reading_group_id uuid, applied_at timestamptz(3) not null,
  applied_by text not null, facts jsonb not null,
  constraint applied_remedy_pk primary key (id)
);
create index applied_remedy_at on applied_remedy (applied_at);
${['reading_statistics', 'arrival_profile'].map((table) => secured(table, 'overread_is_system()')).join('\n')}
${['breach_forecast', 'breach_calibration', 'applied_remedy'].map((table) => secured(table, 'overread_sees_studies()')).join('\n')}
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}

const secured = (table: string, by: string): string => `alter table ${table} enable row level security;
create policy visible on ${table} using ((select ${by})) with check ((select overread_is_system()));`;
