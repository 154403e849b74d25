import {
  BLINDING_MODES,
  concordanceRow,
  demand,
  SAMPLING_BASES,
  type ComparedPair,
  type ConcordanceTerms,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, type Tx } from '@overread/platform';
import type { ConcordanceRow } from '@overread/wire';
import { compareCells, type Cell } from './compare-cells.js';
import { pairCounts, type ConcordanceAsked, type PairCount } from './concordance.queries.js';
import type { Report } from './report-answer.js';

const PATIENCE = { timeoutMs: 60_000 } as const;
const FIGURES = ['n', 'gradeOneShare', 'agreement', 'intervalLow', 'intervalHigh', 'kappa', 'ac1', 'belowMinimum'];

/** Grades of single readers are privileged: of fewer pairs than this a health system is told no figure. */
export const CLIENT_MINIMUM = 10;

type Work = ConcordanceAsked & { minimumN: number };

/** How far second readers agreed with the first, over what the asker may know of. */
@Injectable()
export class ConcordanceService {
  constructor(private readonly database: Database) {}

  async report(asked: Work): Promise<Report<ConcordanceRow>> {
    const { principal } = asked;
    const work = { ...asked, by: [...new Set(asked.by)] };
    demand(principal, work.by.includes('reader') ? 'view-reader-analytics' : 'view-analytics');
    const rows = await this.database.transaction(scopeOf(principal), (tx) => this.rows(tx, work), PATIENCE);
    const place = (row: ConcordanceRow): Cell[] => [
      ...work.by.map((name) => row.key[name] ?? null),
      row.mode,
      row.sampling,
    ];
    return {
      name: 'concordance',
      rows: rows.sort((a, b) => compareCells(place(a), place(b))),
      place,
      places: work.by.length + 2,
      columns: [...work.by, 'mode', 'sampling', ...FIGURES],
      flat: ({ key, interval, belowMinimum, ...row }) => ({
        ...key,
        ...row,
        belowMinimum: String(belowMinimum),
        intervalLow: interval?.[0] ?? null,
        intervalHigh: interval?.[1] ?? null,
      }),
    };
  }

  /** Blind pairs of a probability sample as one row, in a transaction of the caller's. */
  async total(tx: Tx, asked: Pick<Work, 'principal' | 'period' | 'minimumN'>): Promise<ConcordanceRow> {
    const [row] = await this.rows(tx, { ...asked, by: [], mode: 'blind', sampling: 'probability' });
    if (!row) throw new Error('without keys there is always a row');
    return row;
  }

  private async rows(tx: Tx, work: Work): Promise<ConcordanceRow[]> {
    const counts = await pairCounts(tx, work);
    const found = Map.groupBy(counts, ({ key, mode, sampling }) => JSON.stringify([key, mode, sampling]));
    const rows = [...found.values()].map((list) => rowOf(work, list));
    // Without keys there is a row even of nothing.
    const mode = work.mode ?? BLINDING_MODES[0];
    const sampling = work.sampling ?? SAMPLING_BASES[0];
    return rows.length === 0 && work.by.length === 0 ? [reckoned(work, [], { key: {}, mode, sampling })] : rows;
  }
}

function rowOf(work: Work, list: readonly PairCount[]): ConcordanceRow {
  const [first] = list;
  if (!first) throw new Error('a group has a member');
  const key = Object.fromEntries(work.by.map((name, index) => [name, first.key[index] ?? null]));
  const pairs = list.flatMap(({ count, key: _, ...pair }) => Array.from<ComparedPair>({ length: count }).fill(pair));
  return reckoned(work, pairs, { key, mode: first.mode, sampling: first.sampling });
}

function reckoned(
  { principal, minimumN }: Work,
  pairs: readonly ComparedPair[],
  of: Pick<ConcordanceTerms, 'key' | 'mode' | 'sampling'>,
): ConcordanceRow {
  const outside = principal.role === 'hospital';
  const least = outside ? Math.max(minimumN, CLIENT_MINIMUM) : minimumN;
  const row = concordanceRow(pairs, { ...of, minimumN: least });
  const { interval, ...figures } = row;
  const key = Object.fromEntries(Object.entries(row.key).map(([name, value]) => [name, value ?? null]));
  const told: ConcordanceRow = { ...figures, key, interval: interval && [interval[0], interval[1]] };
  return outside && pairs.length < CLIENT_MINIMUM ? { ...told, ...WITHHELD } : told;
}

const WITHHELD = { gradeOneShare: null, agreement: null, interval: null, kappa: null, ac1: null } as const;
