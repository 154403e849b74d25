import { DomainError, type StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { QidoCondition, QidoMatch } from '@overread/protocols';

export interface SeriesRow {
  studyId: StudyId;
  seriesInstanceUid: string;
  modality: string | null;
  seriesNumber: number | null;
  seriesDescription: string | null;
  instanceCount: number;
}
export interface InstanceRow extends SeriesRow {
  sopInstanceUid: string;
  sopClassUid: string;
  transferSyntaxUid: string;
  instanceNumber: number | null;
  frames: number | null;
  rows: number | null;
  columns: number | null;
}

type Level = 'study' | 'series' | 'instance';
interface Matchable {
  readonly level: Level;
  readonly column: string;
  readonly kind: 'text' | 'list' | 'number' | 'day' | 'birth-date' | 'name';
  /** Names the patient: not for those who may see a pseudonym only. */
  readonly identifies?: boolean;
}

/** What can be matched, by tag. */
const MATCHABLE: Readonly<Record<string, Matchable>> = {
  '0020000D': { level: 'study', column: 's.study_instance_uid', kind: 'text' },
  '00080050': { level: 'study', column: 's.accession_number', kind: 'text' },
  '00080020': { level: 'study', column: '(s.acquired_at at time zone f.zone)::date', kind: 'day' },
  '00080061': { level: 'study', column: 's.modalities', kind: 'list' },
  '00081030': { level: 'study', column: 's.description', kind: 'text' },
  '00100010': { level: 'study', column: `concat_ws('^', p.family, p.given)`, kind: 'name', identifies: true },
  '00100020': { level: 'study', column: 'p.mrn', kind: 'text', identifies: true },
  '00100021': { level: 'study', column: 'p.issuer', kind: 'text', identifies: true },
  '00100030': { level: 'study', column: 'p.birth_date', kind: 'birth-date', identifies: true },
  '00100040': { level: 'study', column: 'p.sex', kind: 'text' },
  '0020000E': { level: 'series', column: 'i.series_instance_uid', kind: 'text' },
  '00080060': { level: 'series', column: 'i.modality', kind: 'text' },
  '00200011': { level: 'series', column: 'i.series_number', kind: 'number' },
  '0008103E': { level: 'series', column: 'i.series_description', kind: 'text' },
  '00080016': { level: 'instance', column: 'i.sop_class_uid', kind: 'text' },
  '00080018': { level: 'instance', column: 'i.sop_instance_uid', kind: 'text' },
  '00200013': { level: 'instance', column: 'i.instance_number', kind: 'number' },
};

export const identifiesPatient = ({ tag }: QidoCondition): boolean => MATCHABLE[tag]?.identifies === true;

/** Which studies, series and instances a search is about: the parts of a where clause, with their values. */
export class SearchClause {
  readonly values: unknown[] = [];
  private readonly parts: Record<Level, string[]> = { study: [], series: [], instance: [] };

  /** Throws `qido/unsupported-attribute`: to pass a condition over would answer with what was not asked for. */
  constructor(conditions: readonly QidoCondition[]) {
    for (const { tag, keyword, match, path } of conditions) {
      const matchable = path.length === 1 ? MATCHABLE[tag] : undefined;
      if (!matchable)
        throw new DomainError('invalid', 'qido/unsupported-attribute', `${keyword ?? tag} cannot be matched here`);
      this.parts[matchable.level].push(this.conditionOf(matchable, match));
    }
  }

  bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  add(level: Level, condition: string): void {
    this.parts[level].push(condition);
  }

  /** Of these levels. */
  where(...levels: Level[]): string {
    const all = levels.flatMap((level) => this.parts[level]);
    return all.length === 0 ? 'true' : all.join(' and ');
  }

  private conditionOf({ column, kind }: Matchable, match: QidoMatch): string {
    if (kind === 'list') return `${column} && ${this.bind(valuesOf(match))}::text[]`;
    if (kind === 'number') return `${column} = any (${this.bind(valuesOf(match).map(Number))}::numeric[])`;
    if (kind === 'day') return this.dayOf(`to_char(${column}, 'YYYYMMDD')`, match);
    if (kind === 'birth-date') return this.dayOf(`replace(${column}, '-', '')`, match);
    if (match.kind === 'wildcard') return `${column} ilike ${this.bind(patternOf(match.pattern))}`;
    if (kind === 'name')
      return `lower(${column}) = any (${this.bind(valuesOf(match).map((each) => each.toLowerCase()))})`;
    return `${column} = any (${this.bind(valuesOf(match))}::text[])`;
  }

  private dayOf(column: string, match: QidoMatch): string {
    if (match.kind !== 'range') return `${column} = any (${this.bind(valuesOf(match))}::text[])`;
    const ends = [
      match.from && `${column} >= ${this.bind(match.from)}`,
      match.to && `${column} <= ${this.bind(match.to)}`,
    ];
    return ends.filter(Boolean).join(' and ');
  }
}

const valuesOf = (match: QidoMatch): readonly string[] => {
  if (match.kind === 'list') return match.values;
  return match.kind === 'single' ? [match.value] : [];
};

const patternOf = (pattern: string): string =>
  pattern
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');

export interface Window {
  readonly limit: number;
  readonly offset: number;
}

const windowOf = (clause: SearchClause, { limit, offset }: Window): string =>
  `limit ${clause.bind(limit)} offset ${clause.bind(offset)}`;

const STUDIES = `study s join patient p on p.health_system_id = s.health_system_id and p.id = s.patient_id
  join facility f on f.id = s.facility_id`;

/** Visible studies that have a UID, newest first. */
export const searchStudies = (tx: Tx, clause: SearchClause, window: Window): Promise<{ studyId: StudyId }[]> =>
  tx.read(
    `select s.id as "studyId" from ${STUDIES} where s.study_instance_uid is not null and ${clause.where('study')}
     order by s.received_at desc, s.id desc ${windowOf(clause, window)}`,
    clause.values,
  );

const SERIES = `i.study_id as "studyId", i.series_instance_uid as "seriesInstanceUid", min(i.modality) as modality,
  min(i.series_number) as "seriesNumber", min(i.series_description) as "seriesDescription",
  count(*)::integer as "instanceCount"`;

export const searchSeries = (tx: Tx, clause: SearchClause, window: Window): Promise<SeriesRow[]> =>
  tx.read(
    `select ${SERIES} from image i join ${STUDIES.replace('study s', 'study s on s.id = i.study_id')}
     where ${clause.where('study', 'series')} group by i.study_id, i.series_instance_uid
     order by i.study_id desc, min(i.series_number) nulls last, i.series_instance_uid ${windowOf(clause, window)}`,
    clause.values,
  );

export const searchInstances = (tx: Tx, clause: SearchClause, window: Window): Promise<InstanceRow[]> =>
  tx.read(
    `select i.study_id as "studyId", i.series_instance_uid as "seriesInstanceUid", i.modality,
       i.series_number as "seriesNumber", i.series_description as "seriesDescription", i.sop_instance_uid as "sopInstanceUid",
       i.sop_class_uid as "sopClassUid", i.transfer_syntax_uid as "transferSyntaxUid",
       i.instance_number as "instanceNumber", i.frames, i.rows, i.columns, 0 as "instanceCount"
     from image i join ${STUDIES.replace('study s', 'study s on s.id = i.study_id')}
     where ${clause.where('study', 'series', 'instance')}
     order by i.study_id desc, i.series_number nulls last, i.series_instance_uid, i.instance_number nulls last,
       i.sop_instance_uid ${windowOf(clause, window)}`,
    clause.values,
  );
