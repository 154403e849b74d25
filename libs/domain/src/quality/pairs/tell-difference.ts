import type { DutyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { openDiscrepancy, type Opened } from '../../reading/duties/open-duty.js';
import type { Report } from '../../reading/report.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import type { ReadPair } from './read-pair.js';

interface Telling {
  pair: ReadPair;
  firstReport: Pick<Report, 'id'>;
  secondReport: Pick<Report, 'id' | 'kind'>;
}

/**
 * The duty to tell the clinician's side of a difference between two reads that may matter. Of an opinion nobody outside
 * is told more than that it differs; a final over a preliminary is the report to go by.
 */
export function tellDifference(
  rows: { study: Study; reads: readonly Read[] },
  { pair, firstReport, secondReport }: Telling,
  id: DutyId,
  now: Instant,
): Opened {
  const found =
    secondReport.kind === 'opinion'
      ? ({ source: 'second-read', readId: pair.firstReadId, reportId: null } as const)
      : ({ source: 'final-over-preliminary', readId: pair.secondReadId, reportId: secondReport.id } as const);
  return openDiscrepancy(rows, { id, ...found, formerReportId: firstReport.id }, now);
}
