import type { HealthSystemId, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** What of a study is asked for; null asks for all. */
export interface Asked {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
  readonly sopInstanceUid: string | null;
}

export interface KeptImage {
  seriesInstanceUid: string;
  sopInstanceUid: string;
  transferSyntaxUid: string;
  file: string;
  bytes: number;
}

/** Visible studies with this UID: several when health systems share one. */
export const studiesWithUid = (
  tx: Tx,
  uid: string,
  id: string | null,
): Promise<{ id: StudyId; healthSystemId: HealthSystemId }[]> =>
  tx.read(
    `select id, health_system_id as "healthSystemId" from study
     where study_instance_uid = $1 and ($2::uuid is null or id = $2) limit 10`,
    [uid, id],
  );

/** Images in the order they are looked at. */
export const imagesOf = (tx: Tx, studyId: StudyId, asked: Asked): Promise<KeptImage[]> =>
  tx.read(
    `select series_instance_uid as "seriesInstanceUid", sop_instance_uid as "sopInstanceUid",
       transfer_syntax_uid as "transferSyntaxUid", file, bytes
     from image where study_id = $1 and ($2::text is null or series_instance_uid = $2)
       and ($3::text is null or sop_instance_uid = $3)
     order by series_number nulls last, series_instance_uid, instance_number nulls last, sop_instance_uid`,
    [studyId, asked.seriesInstanceUid, asked.sopInstanceUid],
  );
