import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../core/domain-error.js';
import { asId } from '../../core/ids.js';
import type { ReadingRows } from '../held-read.js';
import { recordVerbal } from '../record-verbal.js';
import { reportText } from '../report-text.js';
import { CONCLUSIONS } from '../report.js';
import { ADA, at, BEA, openRead, rowsOf, signing } from '../samples.fixture.js';
import { signAddendum } from './sign-addendum.js';
import { signFinal } from './sign-final.js';
import { signPreliminary } from './sign-preliminary.js';

const ACTS = ['verbal', 'preliminary', 'final', 'addendum'] as const;
const RANKS = ['reading', 'preliminary', 'final'];

const step = fc.record({
  act: fc.constantFrom(...ACTS),
  author: fc.constantFrom(ADA, BEA),
  read: fc.constantFrom('prelim', 'read-1'),
  conclusion: fc.constantFrom(...CONCLUSIONS),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function change(rows: ReadingRows, { act, author, read, conclusion }: Step, minute: number) {
  const given = signing({ readId: asId(read), reportId: asId(`report-${minute}`), author });
  const input = { ...given, body: { impression: 'Seen.', conclusion } };
  if (act === 'preliminary') return signPreliminary(rows, input, at(minute));
  if (act === 'final') return signFinal(rows, input, at(minute));
  if (act === 'addendum') return signAddendum(rows, input, at(minute));
  return recordVerbal(rows, { ...input, toldName: 'Dr Cy', toldAt: null, impression: 'Seen.', conclusion }, at(minute));
}

/** The rows after a step, or the same rows when a rule refused it. */
function after(rows: ReadingRows, each: Step, minute: number): ReadingRows {
  try {
    return { ...rows, ...change(rows, each, minute).next };
  } catch (error) {
    if (error instanceof DomainError) return rows;
    throw error;
  }
}

describe('results in any order', () => {
  const start = rowsOf([openRead({ id: asId('prelim'), issues: 'preliminary', readerId: BEA.readerId }), openRead()]);

  it('never take the study back, change what was signed, or lose an author', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let rows = start;
        for (const [minute, each] of steps.entries()) {
          const next = after(rows, each, minute);
          expect(RANKS.indexOf(next.study.state)).toBeGreaterThanOrEqual(RANKS.indexOf(rows.study.state));
          expect(next.reports.slice(0, rows.reports.length)).toEqual(rows.reports);
          rows = next;
        }
        const finals = rows.reports.filter((report) => report.kind === 'final');
        expect(finals.length).toBe(rows.study.state === 'final' ? 1 : 0);
        const header = {
          facility: 'F',
          zone: 'UTC',
          accessionNumbers: [],
          description: null,
          acquiredAt: null,
          patient: null,
        };
        const texts = rows.reports.map((report) => reportText(report, { ...header, otherReports: rows.reports }));
        const authors = new Set(rows.reports.map((report) => report.authorName));
        expect(texts.every((text) => [...authors].every((name) => text.includes(name)))).toBe(true);
      }),
    );
  });
});
