import type { Change, Instant, ReadPair, Signed, StoredSampling } from '@overread/domain';
import type { FirstReader, SecondReads } from '../../quality/index.js';
import { among } from '../own-read.js';
import type { SettledRows } from '../settle.js';

/** What a signature touches, with the study's pairs and what was drawn of it. */
export interface ComparedRows extends SettledRows {
  pairs: ReadPair[];
  samplings: StoredSampling[];
}

/** The settled signature with what follows it of second reads, where it has completed its read. */
// oxlint-disable-next-line max-params -- the rows, what was decided of them, by what it is followed, and when
export function withSecondReads(
  rows: ComparedRows,
  settled: Change<SettledRows, Signed>,
  { secondReads, before }: { secondReads: SecondReads; before: FirstReader },
  now: Instant,
): Change<ComparedRows, Signed> {
  const { next = {}, events = [], result } = settled;
  const { read: signed } = result;
  if (signed.state !== 'completed' || among(rows.reads, signed.id).state === 'completed') return settled;
  const { study = rows.study, reads = rows.reads, reports = rows.reports, duties = [] } = next;
  const { pairs, samplings } = rows;
  const followed = secondReads.follow({ study, reads, reports, pairs, samplings }, { signed, before }, now);
  return {
    next: {
      ...next,
      reads: [...reads, ...followed.reads],
      pairs: followed.pairs,
      samplings: followed.samplings,
      duties: [...duties, ...followed.duties],
    },
    events: [...events, ...followed.events],
    result,
  };
}
