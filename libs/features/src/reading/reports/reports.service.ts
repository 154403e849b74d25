import {
  demand,
  DomainError,
  reportSheet,
  reportText,
  type Principal,
  type Report,
  type ReportHeader,
  type ReportId,
  type ReportSheet,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, scopeOf, type Tx } from '@overread/platform';
import type { Report as WireReport, Study as WireStudy } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { StudyView, studyResource } from '../../sla/index.js';
import { look, readTogether, StudyEntity, StudyOrderEntity } from '../../studies/index.js';
import { studyRows } from '../own-read.js';
import { reportToWire } from './report-wire.js';
import { ReportEntity } from './report.entity.js';

export type ReportFormat = 'json' | 'text' | 'pdf';

/** Which reports are asked for, and as what: the log of who looked says both. */
export interface AskedReports {
  studyId: StudyId;
  /** One of the study's; all of them when absent. */
  reportId?: ReportId;
  format: ReportFormat;
}

interface Seen {
  reports: Report[];
  header: ReportHeader;
}

/** The reports of a study, as their asker may see them. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly view: StudyView,
  ) {}

  async wire(principal: Principal, asked: AskedReports): Promise<WireReport[]> {
    return (await this.seen(principal, asked)).reports.map(reportToWire);
  }

  /** As plain text, oldest first. */
  async text(principal: Principal, asked: AskedReports): Promise<string> {
    const { reports, header } = await this.seen(principal, asked);
    return reports.map((report) => reportText(report, header)).join(`\n${'-'.repeat(72)}\n\n`);
  }

  /** Laid out for pages, oldest first. */
  async sheets(principal: Principal, asked: AskedReports): Promise<ReportSheet[]> {
    const { reports, header } = await this.seen(principal, asked);
    return reports.map((report) => reportSheet(report, header));
  }

  private seen(principal: Principal, { studyId, reportId, format }: AskedReports): Promise<Seen> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { healthSystemId, leaderId, ids } = await readTogether(tx, studyId);
      const { study, reads, reports, orders, covered } = await look(tx, {
        ...studyRows({ healthSystemId, studyId: leaderId }),
        reports: all(ReportEntity, { studyId: leaderId }, { lock: 'none' }),
        orders: all(StudyOrderEntity, { studyId: ids }, { lock: 'none' }),
        covered: all(StudyEntity, { healthSystemId, id: ids }, { lock: 'none' }),
      });
      demand(principal, 'view-reports', studyResource(study, reads));
      const wire = await this.look(tx, principal, studyId, format);
      // One report stands against every order of the studies it covers.
      const accessions = [...covered, ...orders].map((each) => each.accessionNumber);
      const header = this.headerOf(wire, reports, accessions);
      return { reports: asked(reports, reportId), header };
    });
  }

  /** The study as the asker sees it; leaves the row that says they looked. */
  private look(tx: Tx, principal: Principal, studyId: StudyId, format: ReportFormat): Promise<WireStudy> {
    return this.view.studyOf(tx, principal, studyId, `report.${format}`);
  }

  private headerOf(study: WireStudy, otherReports: Report[], accessions: (string | null)[]): ReportHeader {
    const facility = this.directory.snapshot().facilityByCode.get(study.facility);
    return {
      facility: facility?.name ?? study.facility,
      zone: facility?.zone ?? 'UTC',
      accessionNumbers: [...new Set(accessions.filter((number) => number !== null))],
      description: study.description,
      acquiredAt: study.acquiredAt === null ? null : new Date(study.acquiredAt),
      patient: patientLine(study.patient),
      otherReports,
    };
  }
}

function asked(reports: readonly Report[], id: ReportId | undefined): Report[] {
  const wanted = reports.filter((report) => id === undefined || report.id === id);
  if (id !== undefined && wanted.length === 0) {
    throw new DomainError('not-found', 'report/not-found', 'no such report on this study');
  }
  return wanted.sort((a, b) => a.signedAt.getTime() - b.signedAt.getTime() || (a.id < b.id ? -1 : 1));
}

function patientLine(patient: WireStudy['patient']): string | null {
  if (patient === null) return null;
  const name = [patient.name?.family, patient.name?.given].filter(Boolean).join(', ');
  const number = patient.issuer ? `${patient.id} (${patient.issuer})` : patient.id;
  const born = patient.birthDate === null ? '' : `born ${patient.birthDate}`;
  return [name, number, born, patient.sex ?? ''].filter((part) => part !== '').join(' · ');
}
