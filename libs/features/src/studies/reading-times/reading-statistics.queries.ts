import { examOf, minutesBetween, type FinishedReading, type LoggedEvent, type ReadId } from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { ReadEntity } from '../read.entity.js';
import { look } from '../study-bundle.js';
import { StudyEntity } from '../study.entity.js';
import type { ReadingStatisticsEntity } from './reading-statistics.entity.js';

/** Reads that look at a study from the beginning; who adjudicates or adds looks at what others wrote. */
const WHOLE_READS: readonly string[] = ['primary', 'secondary'];

const COLUMNS = `reader_id as "readerId", exam_type as "examType", reads, culled, sums, position`;

export interface Finished extends FinishedReading {
  position: number;
}

/** What the completed reads among these events took, in the order of the log. */
export async function finishedReadings(tx: Tx, events: readonly LoggedEvent[]): Promise<Finished[]> {
  const ended = events.filter(({ type, studyId, readId }) => type === 'read.completed' && studyId && readId);
  if (ended.length === 0) return [];
  const ids = [...new Set(ended.flatMap(({ studyId }) => studyId ?? []))];
  const unlocked = { lock: 'none' } as const;
  const { studies, reads } = await look(tx, {
    studies: all(StudyEntity, { id: ids }, unlocked),
    reads: all(ReadEntity, { studyId: ids }, unlocked),
  });
  const studyById = new Map(studies.map((study) => [study.id, study]));
  const readById = new Map(reads.map((read) => [read.id, read]));
  const readsOf = Map.groupBy(reads, (read) => read.studyId);
  return ended.flatMap((event) => {
    const read = readById.get(event.readId as ReadId);
    const study = read && studyById.get(read.studyId);
    if (!read?.readerId || !read.openedAt || !read.completedAt || !study || !WHOLE_READS.includes(read.purpose)) {
      return [];
    }
    const exam = examOf(study, read, readsOf.get(study.id) ?? []);
    const minutes = minutesBetween(read.openedAt, read.completedAt);
    return [{ readerId: read.readerId, exam, minutes, position: event.position }];
  });
}

/** The rows of these readers. */
export const statisticsOf = (tx: Tx, readerIds: readonly string[]): Promise<ReadingStatisticsEntity[]> =>
  tx.read(`select ${COLUMNS} from reading_statistics where reader_id = any ($1::uuid[])`, [readerIds]);

export const allStatistics = (tx: Tx): Promise<ReadingStatisticsEntity[]> =>
  tx.read(`select ${COLUMNS} from reading_statistics`);

/** The position that everything learned reaches to; 0 before anything is. */
export async function learnedThrough(tx: Tx): Promise<number> {
  const [row] = await tx.read<{ position: number }>(
    'select coalesce(max(position), 0) as position from reading_statistics',
  );
  return row?.position ?? 0;
}
