import { DomainError } from '../../core/domain-error.js';

/**
 * RADPEER grades of the 2016 form: 1 concur, 2 an understandable miss, 3 one that should not be made most of the time; a
 * is unlikely to matter to the patient, b likely. Not an order: 3a is no worse than 2b.
 */
export const RADPEER_GRADES = ['1', '2a', '2b', '3a', '3b'] as const;
export type RadpeerGrade = (typeof RADPEER_GRADES)[number];

/** What the 2009 form had besides, and where the 2016 form put it. */
const FOLDED: Readonly<Record<string, RadpeerGrade>> = { '4a': '3a', '4b': '3b' };

export const RADPEER_VERSIONS = ['2009', '2016'] as const;
export type RadpeerVersion = (typeof RADPEER_VERSIONS)[number];

/** A grade says nothing without the form it was given on. */
export interface SchemedGrade {
  scheme: 'radpeer';
  schemeVersion: RadpeerVersion;
  grade: string;
}

export const isRadpeerGrade = (text: string): text is RadpeerGrade => RADPEER_GRADES.some((grade) => grade === text);

/**
 * A grade as the 2016 form has it, so that grades of both forms can stand in one row; the original is kept as given.
 *
 * @throws DomainError invalid `grading/unknown-grade` for a grade that its form does not have
 */
export function asRadpeer2016({ grade, schemeVersion }: SchemedGrade): RadpeerGrade {
  const folded = schemeVersion === '2009' ? (FOLDED[grade] ?? grade) : grade;
  if (isRadpeerGrade(folded)) return folded;
  const message = `${grade} is no grade of RADPEER ${schemeVersion}`;
  throw new DomainError('invalid', 'grading/unknown-grade', message, {
    errors: [{ path: 'grade', code: 'grading/unknown-grade', message }],
  });
}
