import { callListOf, demand, DomainError, type FacilityId, type Principal } from '@overread/domain';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, IdParam, scopeOf, ZodQuery } from '@overread/platform';
import { offlineList, offlineListQuery, type OfflineList } from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { AccessLog } from '../../access/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { openStudies, type OpenStudy } from './offline-list.queries.js';
import { offlinePage } from './offline-page.js';

/** More than a site works through by hand: the list stays one that can be printed. */
const MOST = 500;

@ApiTags('emergencies')
@Controller('facilities/:id')
export class OfflineListController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly accessLog: AccessLog,
  ) {}

  @Get('offline-list')
  @Answers(offlineList)
  @ApiOperation({
    summary:
      'What is open at a facility, its call tree and standby route, for paper; `format=html` prints. Fetch it every few minutes',
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: FacilityId,
    @ZodQuery(offlineListQuery) { format }: z.infer<typeof offlineListQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OfflineList | string> {
    const facility = this.directory.snapshot().facilities.get(id);
    if (!facility) throw new DomainError('not-found', 'facility/not-found', 'there is no such facility');
    demand(principal, 'view-offline-list', { healthSystemId: facility.healthSystemId, facilityId: facility.id });
    const found = await this.database.transaction(scopeOf(principal), async (tx) => {
      const rows = await openStudies(tx, id, MOST + 1);
      const looks = rows.map(({ healthSystemId, patientId, studyId }) => ({
        studyId,
        healthSystemId,
        patientId,
        action: 'offline-list.view',
      }));
      await this.accessLog.looked(tx, principal, looks);
      return { rows, now: await tx.now() };
    });
    const { code, name, phone, standbyRoute, zone } = facility;
    const list: OfflineList = {
      facility: { id, code, name, zone, phone, standbyRoute, callTree: callListOf(facility, found.now) },
      generatedAt: found.now.toISOString(),
      cut: found.rows.length > MOST,
      studies: found.rows.slice(0, MOST).map(toWire),
    };
    response.setHeader('cache-control', 'no-store');
    if (format !== 'html') return list;
    response.type('html');
    return offlinePage(list);
  }
}

const toWire = (row: OpenStudy): OfflineList['studies'][number] => ({
  studyId: row.studyId,
  accessionNumber: row.accessionNumber,
  patient: {
    id: row.mrn,
    name: [row.family, row.given].filter(Boolean).join(', ') || null,
    birthDate: row.birthDate,
  },
  description: row.description,
  modalities: row.modalities,
  priority: row.priority,
  protocol: row.protocol,
  state: row.state,
  receivedAt: row.receivedAt.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
  reader: row.reader,
  requester: row.requester,
  handedBackTo: row.handedBack === null ? null : `${row.handedBack.name}, ${row.handedBack.role}`,
});
