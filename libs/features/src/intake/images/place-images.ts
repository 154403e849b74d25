import { imagesArrived, type Instant, type Study, type StudyRows } from '@overread/domain';
import { all, newId, one, type Loaded, type Tx } from '@overread/platform';
import { ImageEntity, ReadEntity, StudyEntity } from '../../studies/index.js';
import { acquiredAt, lateralityOf } from './header-submission.js';
import type { ImageOutcome, ReceivedImage, StudyKey } from './received-image.js';

export interface Placed {
  readonly outcomes: readonly ImageOutcome[];
  /** The study changed in what its plan depends on. */
  readonly replan: boolean;
  /** Its report is out: what has just come is not in it. */
  readonly afterFinal: boolean;
}

/** The remembered answer is out of date: the study has another identity now. */
export class StudyMoved extends Error {}

const targetsOf = ({ healthSystemId, id }: StudyKey, images: readonly ReceivedImage[]) => ({
  study: one(StudyEntity, { healthSystemId, id }),
  reads: all(ReadEntity, { studyId: id }),
  images: all(
    ImageEntity,
    { healthSystemId, sopInstanceUid: [...new Set(images.map(({ object }) => object.header.sopInstanceUid))] },
    { lock: 'none' },
  ),
});
type Rows = Loaded<ReturnType<typeof targetsOf>>;

/** Writes the rows of a study's images and counts them, under the study's lock: whoever sends at the same time waits. */
export async function placeImages(tx: Tx, key: StudyKey, images: readonly ReceivedImage[]): Promise<Placed> {
  const { healthSystemId, id } = key;
  await tx.read('select 1 from study where health_system_id = $1 and id = $2 for update', [healthSystemId, id]);
  const series = [...new Set(images.map(({ object }) => object.header.seriesInstanceUid))];
  const known = await tx.read<{ uid: string }>(
    `select s as uid from unnest($2::text[]) s
     where exists (select from image i where i.study_id = $1 and i.series_instance_uid = s)`,
    [id, series],
  );
  const knownSeries = new Set(known.map(({ uid }) => uid));
  return tx.change(targetsOf(key, images), (rows, now) => decide(rows, images, knownSeries, now));
}

function decide(rows: Rows, images: readonly ReceivedImage[], knownSeries: ReadonlySet<string>, now: Instant) {
  const { study, reads } = rows;
  const moved = images.some(
    ({ object }) => (study.studyInstanceUid ?? object.header.studyInstanceUid) !== object.header.studyInstanceUid,
  );
  if (moved || study.mergedInto !== null) throw new StudyMoved();
  const bySop = new Map(rows.images.map((row) => [row.sopInstanceUid, row]));
  const outcomes = images.map((image): ImageOutcome => {
    const { sopInstanceUid } = image.object.header;
    const first = bySop.get(sopInstanceUid);
    if (first) return again(first, image, study);
    bySop.set(sopInstanceUid, rowOf(image, study, now));
    return { outcome: 'stored', studyId: study.id };
  });
  const stored = images.filter((_, index) => outcomes[index]?.outcome === 'stored');
  if (stored.length === 0) return { result: { outcomes, replan: false, afterFinal: false } };
  const { next, events = [] } = imagesArrived({ study, reads }, arrivalOf(study, stored, knownSeries), now);
  const counted = next?.study ?? study;
  return {
    next: { study: counted, images: [...bySop.values()] },
    events,
    result: { outcomes, replan: plansDiffer(study, counted), afterFinal: study.state === 'final' },
  };
}

/** The first is kept; the same bytes again are no news. */
function again(first: ImageEntity, { object }: ReceivedImage, study: Study): ImageOutcome {
  const same = first.digest === object.digest && first.studyId === study.id;
  if (same) return { outcome: 'unchanged', studyId: study.id };
  const text = 'an instance with this SOP Instance UID is kept already, with other bytes';
  return { outcome: 'refused', problem: { code: 'dicom/instance-conflict', text }, studyId: first.studyId };
}

function arrivalOf(study: Study, stored: readonly ReceivedImage[], knownSeries: ReadonlySet<string>) {
  const headers = stored.map(({ object }) => object.header);
  const series = new Set(headers.flatMap(({ seriesInstanceUid }) => seriesInstanceUid ?? []));
  const newSeries = [...series].filter((uid) => !knownSeries.has(uid)).length;
  const [first] = stored;
  return {
    series: study.seriesArrived + newSeries,
    instances: study.instancesArrived + stored.length,
    modalities: headers.flatMap(({ modality }) => modality ?? []),
    imageTypes: headers.map(({ imageType }) => imageType.join('\\')),
    ...(first ? { header: saidBy(first) } : {}),
  };
}

const saidBy = ({ object: { header }, facility }: ReceivedImage) => ({
  studyInstanceUid: header.studyInstanceUid,
  bodyPart: header.bodyPartExamined,
  description: header.studyDescription,
  laterality: lateralityOf(header),
  acquiredAt: acquiredAt(header, facility),
});

const PLANNED_BY = ['state', 'modalityFamily', 'bodyPart', 'description', 'laterality'] as const;

function plansDiffer(before: Study, after: Study): boolean {
  if (before.readyAt === null && after.readyAt !== null) return true;
  if (before.modalities.join() !== after.modalities.join()) return true;
  return PLANNED_BY.some((property) => before[property] !== after[property]);
}

function rowOf({ object, door }: ReceivedImage, study: StudyRows['study'], now: Instant): ImageEntity {
  const { header, file, bytes, digest } = object;
  return {
    id: newId(),
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    seriesInstanceUid: header.seriesInstanceUid ?? '',
    sopInstanceUid: header.sopInstanceUid,
    sopClassUid: header.sopClassUid ?? '',
    transferSyntaxUid: header.transferSyntaxUid,
    modality: header.modality,
    seriesNumber: header.seriesNumber,
    instanceNumber: header.instanceNumber,
    seriesDescription: header.seriesDescription,
    frames: header.numberOfFrames,
    rows: header.rows,
    columns: header.columns,
    file,
    bytes,
    digest,
    receivedAt: now,
    door,
  };
}
