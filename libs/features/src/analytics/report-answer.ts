import { NotAcceptableException } from '@nestjs/common';
import { pageOf, valuesOfCursor } from '@overread/platform';
import type { Request, Response } from 'express';
import { compareCells, type Cell } from './compare-cells.js';
import { csvOf, type CsvRow } from './csv.js';

/** A report, whole, in the order of its rows' places. */
export interface Report<Row> {
  name: string;
  rows: readonly Row[];
  /** What sets a row apart from the others; as many values for every row. */
  place: (row: Row) => Cell[];
  places: number;
  columns: readonly string[];
  flat: (row: Row) => CsvRow;
}

export interface Asked {
  format?: 'json' | 'csv' | undefined;
  after?: string | undefined;
  limit: number;
}

export const REPORT_TYPES = ['application/json', 'text/csv'] as const;

/** A page as JSON, or all of it as CSV: `?format=` or Accept says which. */
export function reportAnswer<Row>(request: Request, response: Response, asked: Asked, report: Report<Row>): unknown {
  response.vary('Accept').setHeader('Cache-Control', 'no-store');
  if (formatOf(request, asked) === 'json') return pageAfter(report, asked);
  response.type('text/csv; charset=utf-8');
  response.setHeader('Content-Disposition', `attachment; filename="${report.name}.csv"`);
  return csvOf(report.columns, report.rows.map(report.flat));
}

function formatOf(request: Request, { format }: Asked): 'json' | 'csv' {
  if (format !== undefined) return format;
  const accepted = request.accepts([...REPORT_TYPES]);
  if (accepted === false) throw new NotAcceptableException(`there is ${REPORT_TYPES.join(' and ')}`);
  return accepted === 'text/csv' ? 'csv' : 'json';
}

function pageAfter<Row>({ rows, place, places }: Report<Row>, { after, limit }: Asked) {
  const last = after === undefined ? null : (valuesOfCursor(after, places) as Cell[]);
  const rest = last === null ? rows : rows.filter((row) => compareCells(place(row), last) > 0);
  return pageOf(rest, limit, place);
}
