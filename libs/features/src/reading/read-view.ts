import { may, ownDraft, type Draft, type Principal, type ReadId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Config, Database, maybe, scopeOf } from '@overread/platform';
import type { draft, Read, ReadDetail, Study } from '@overread/wire';
import type { z } from 'zod';
import { TokenService } from '../access/index.js';
import { StudyView, studyResource } from '../sla/index.js';
import { look, readKeyOf } from '../studies/index.js';
import { DraftEntity } from './draft.entity.js';
import { studyRows } from './own-read.js';
import { reportToWire } from './reports/report-wire.js';
import { ReportEntity } from './reports/report.entity.js';
import { viewerUrlOf } from './viewer-url.js';

/** A draft for the wire. */
export const draftToWire = ({ sections, impression, conclusion, savedAt, version }: Draft): z.infer<typeof draft> => ({
  sections,
  impression,
  conclusion,
  savedAt: savedAt.toISOString(),
  version,
});

/** A read with everything that is shown beside it. */
@Injectable()
export class ReadView {
  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
    private readonly tokens: TokenService,
    private readonly config: Config,
  ) {}

  readOf(principal: Principal, id: ReadId): Promise<ReadDetail> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const key = await readKeyOf(tx, id);
      const study = await this.view.studyOf(tx, principal, key.studyId, 'read.view');
      const { reports, draft, ...rows } = await look(tx, {
        ...studyRows(key),
        reports: all(ReportEntity, { studyId: key.studyId }, { lock: 'none' }),
        draft: maybe(DraftEntity, { readId: id }, { lock: 'none' }),
      });
      const allowed = may(principal, 'view-reports', studyResource(rows.study, rows.reads)) === 'allowed';
      // Whoever may not see what others wrote (a blinded second reader) still sees what is their own.
      const visible = reports.filter((report) => allowed || report.authorId === principal.readerId);
      const own = principal.readerId === null ? null : ownDraft(draft, principal.readerId);
      const { viewerUrlTemplate: template } = this.config;
      const token = template?.includes('{token}') ? await this.tokens.issueForViewer(principal, key.studyId) : null;
      return {
        ...wireRead(study, id),
        study,
        draft: own && draftToWire(own),
        reports: visible.sort((a, b) => a.signedAt.getTime() - b.signedAt.getTime()).map(reportToWire),
        viewerUrl: viewerUrlOf(template, { study, readId: id, token }),
      };
    });
  }
}

/** As the study shows it: a reader whom the asker must not know of has no name there. */
function wireRead(study: Study, id: ReadId): Read {
  const read = study.reads.find((each) => each.id === id);
  if (!read) throw new Error(`read ${id} is not among those of its study`);
  return read;
}
