import { DomainError, type Principal, type StudyId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, type Tx } from '@overread/platform';
import {
  qidoInstance,
  qidoSeries,
  qidoStudy,
  type JsonAttributes,
  type QidoQuery,
  type QidoStudy,
} from '@overread/protocols';
import type { Study } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { StudyView } from '../../sla/index.js';
import { RetrieveService } from './retrieve.service.js';
import {
  identifiesPatient,
  SearchClause,
  searchInstances,
  searchSeries,
  searchStudies,
  type InstanceRow,
  type SeriesRow,
  type Window,
} from './search.queries.js';

const DEFAULT_LIMIT = 200;
const MOST = 20_000;
/** Studies are looked at one by one for the access log. */
const MOST_STUDIES = 1000;

export interface Search {
  readonly level: 'studies' | 'series' | 'instances';
  readonly query: QidoQuery;
  /** UIDs of the address. */
  readonly study: string | null;
  readonly series: string | null;
  /** Our own id of the study, where its UID is not enough. */
  readonly which: string | undefined;
  /** Where DICOMweb is. */
  readonly root: string;
}

export interface Found {
  readonly items: JsonAttributes[];
  readonly hasMore: boolean;
}

/** QIDO-RS from the rows: what the images' headers said when they came, and what orders said beside. */
@Injectable()
export class SearchService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly view: StudyView,
    private readonly retrieve: RetrieveService,
  ) {}

  async search(principal: Principal, search: Search): Promise<Found> {
    const seesPseudonyms = principal.role === 'reader' || principal.role === 'group-manager';
    if (seesPseudonyms && search.query.conditions.some(identifiesPatient))
      throw new DomainError('forbidden', 'qido/patient-search', 'studies are not found by patient here');
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const clause = new SearchClause(search.query.conditions);
      const within = search.study === null ? null : await this.within(tx, principal, search);
      if (principal.studyId !== undefined) clause.add('study', `s.id = ${clause.bind(principal.studyId)}`);
      if (within !== null) clause.add('study', `s.id = ${clause.bind(within.id)}`);
      if (search.series !== null) clause.add('series', `i.series_instance_uid = ${clause.bind(search.series)}`);
      const most = search.level === 'studies' ? MOST_STUDIES : MOST;
      const limit = Math.min(search.query.limit ?? DEFAULT_LIMIT, most);
      const window: Window = { limit: limit + 1, offset: search.query.offset };
      const rows = await rowsOf[search.level](tx, clause, window);
      const page = rows.slice(0, limit);
      const studies = within ? [within] : await this.seen(tx, principal, page);
      const byId = new Map(studies.map((study) => [study.id as StudyId, this.qidoOf(study)]));
      const items = page.flatMap((row) => {
        const study = byId.get(row.studyId);
        return study ? [resultOf(search, study, row)] : [];
      });
      return { items, hasMore: rows.length > limit };
    });
  }

  private within(tx: Tx, principal: Principal, { study, which }: Search): Promise<Study> {
    return this.retrieve.studyOf(tx, principal, { uid: study ?? '', which, action: 'image.search' });
  }

  private seen(tx: Tx, principal: Principal, rows: readonly { studyId: StudyId }[]): Promise<Study[]> {
    const ids = [...new Set(rows.map(({ studyId }) => studyId))];
    return this.view.studiesOf(tx, principal, ids, 'image.search');
  }

  private qidoOf(study: Study): QidoStudy {
    const { patient } = study;
    const zone = this.directory.snapshot().facilityByCode.get(study.facility)?.zone ?? 'UTC';
    const [date, time] = localTime(study.acquiredAt, zone);
    const name = [patient?.name?.family, patient?.name?.given].map((part) => part ?? '').join('^');
    return {
      studyInstanceUid: study.studyInstanceUid ?? '',
      studyDate: date,
      studyTime: time,
      accessionNumber: study.accessionNumber,
      modalities: study.modalities,
      referringPhysicianName: study.requester?.name ?? null,
      studyDescription: study.description,
      patientId: patient?.id ?? null,
      issuerOfPatientId: patient?.issuer ?? null,
      patientName: name === '^' ? null : name.replace(/\^$/, ''),
      patientBirthDate: patient?.birthDate?.length === 10 ? patient.birthDate.replaceAll('-', '') : null,
      patientSex: patient?.sex ?? null,
      studyId: null,
      seriesCount: study.images.seriesArrived,
      instanceCount: study.images.instancesArrived,
    };
  }
}

const rowsOf = { studies: searchStudies, series: searchSeries, instances: searchInstances } as const;

type Row = { studyId: StudyId } | SeriesRow | InstanceRow;

/** With the attributes of the levels above that the search did not name. */
function resultOf({ root, study: inStudy, series: inSeries }: Search, study: QidoStudy, row: Row): JsonAttributes {
  if (!('seriesInstanceUid' in row)) return qidoStudy(root, study);
  const series = { ...row, bodyPartExamined: null, laterality: null };
  if (!('sopInstanceUid' in row)) return qidoSeries(root, study, series, inStudy === null);
  const instance = { ...row, numberOfFrames: row.frames };
  return qidoInstance(root, { study, series, instance }, { study: inStudy === null, series: inSeries === null });
}

/** DA and TM of an instant on the facility's clock. */
function localTime(at: string | null, zone: string): [string | null, string | null] {
  if (at === null) return [null, null];
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const [date = '', time = ''] = format.format(new Date(at)).split(' ');
  return [date.replaceAll('-', ''), time.replaceAll(':', '')];
}
