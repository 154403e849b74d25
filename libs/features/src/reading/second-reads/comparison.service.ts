import {
  comparisonSeenAs,
  DomainError,
  standingReport,
  type ComparisonView,
  type Principal,
  type Read,
  type ReadId,
  type ReadPair,
  type Report,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, type Tx } from '@overread/platform';
import type { Comparison } from '@overread/wire';
import {
  AdjudicationEntity,
  adjudicationToWire,
  GradingEntity,
  gradingToWire,
  ReadPairEntity,
  SecondReads,
} from '../../quality/index.js';
import { StudyView } from '../../sla/index.js';
import { look, readKeyOf, type ReadKey } from '../../studies/index.js';
import { studyRows } from '../own-read.js';
import { ReportEntity } from '../reports/report.entity.js';

type Rows = Awaited<ReturnType<typeof rowsOf>>;

interface Shown {
  pair: ReadPair;
  seenAs: ComparisonView;
}

/** Two reads side by side, to whoever may know of both. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
    private readonly secondReads: SecondReads,
  ) {}

  /** `id` is the first, the second or the adjudicating read of the pair; what one may not see is not found. */
  of(principal: Principal, id: ReadId): Promise<Comparison> {
    // A third reader sees texts that row-level security keeps from them: by whom they are stays hidden here.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const rows = await rowsOf(tx, await readKeyOf(tx, id));
      const shown = shownTo(principal, rows, id);
      if (shown === null) throw new DomainError('not-found', 'comparison/not-found', 'There is no such thing here');
      const { healthSystemId, id: studyId, patientId } = rows.study;
      await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'read.comparison' });
      return this.toWire(rows, shown, await tx.now());
    });
  }

  private toWire(rows: Rows, { pair, seenAs }: Shown, now: Date): Comparison {
    const judges = seenAs === 'adjudicator';
    const grading = rows.gradings.find(({ pairId }) => pairId === pair.id);
    const adjudication = rows.adjudications.find(({ pairId }) => pairId === pair.id);
    const text = (readId: ReadId) => textOf(standing(rows, readId), !judges);
    return {
      pairId: pair.id,
      studyId: pair.studyId,
      seenAs,
      mode: pair.mode,
      difference: pair.difference,
      comparedAt: pair.comparedAt.toISOString(),
      first: text(pair.firstReadId),
      second: text(pair.secondReadId),
      commentOn: [...this.secondReads.gradingOf(rows.study).commentOn],
      // A third reader judges for themselves, not what the second made of the first.
      grading: grading === undefined || judges ? null : gradingToWire(grading),
      adjudication: adjudication === undefined ? null : adjudicationToWire(adjudication, now),
    };
  }
}

function rowsOf(tx: Tx, key: ReadKey) {
  const { studyId } = key;
  const unlocked = { lock: 'none' } as const;
  return look(tx, {
    ...studyRows(key),
    reports: all(ReportEntity, { studyId }, unlocked),
    pairs: all(ReadPairEntity, { studyId }, unlocked),
    gradings: all(GradingEntity, { studyId }, unlocked),
    adjudications: all(AdjudicationEntity, { studyId }, unlocked),
  });
}

function shownTo(principal: Principal, { adjudications, pairs, reads }: Rows, id: ReadId): Shown | null {
  const judged = adjudications.find(({ readId }) => readId === id)?.pairId;
  const asked = pairs.filter((pair) => pair.firstReadId === id || pair.secondReadId === id || pair.id === judged);
  for (const pair of asked) {
    const third = reads.filter((read) =>
      adjudications.some((each) => each.pairId === pair.id && each.readId === read.id),
    );
    const seenAs = comparisonSeenAs(principal, pair, third);
    if (seenAs !== null) return { pair, seenAs };
  }
  return null;
}

function standing({ reads, reports }: { reads: readonly Read[]; reports: Report[] }, id: ReadId): Report {
  const read = reads.find((each) => each.id === id);
  const report = read && standingReport({ reports }, read);
  if (!report) throw new Error(`read ${id} of a pair has no report that stands`);
  return report;
}

const textOf = (report: Report, named: boolean): Comparison['first'] => ({
  readId: named ? report.readId : null,
  author: named ? { id: report.authorId, name: report.authorName } : null,
  sections: report.sections,
  impression: report.impression,
  conclusion: report.conclusion,
});
