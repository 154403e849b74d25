import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What others, people or programs, made of the images is not for a reader who reads blind: structured reports, documents,
 * presentation states, segmentations, parametric maps. Dose reports say how, and not what.
 */
export class BlindImages1700000000016 implements MigrationInterface {
  readonly name = 'BlindImages1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create function overread_is_finding(sop_class text) returns boolean language sql immutable as $$
  select sop_class ~ '^1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1\\.(88|104|11|66\\.[4-9]|30)(\\.|$)'
    and sop_class not in ('1.2.840.10008.5.1.4.1.1.88.67', '1.2.840.10008.5.1.4.1.1.88.73', '1.2.840.10008.5.1.4.1.1.88.76') $$;
create policy blind on image as restrictive using ((select overread_role()) is distinct from 'reader'
  or not overread_is_finding(sop_class_uid) or not overread_reads_blind(study_id));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
