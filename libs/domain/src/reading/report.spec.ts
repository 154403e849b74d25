import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { type ReportHeader, reportText } from './report-text.js';
import { ADA, at, sampleReport } from './samples.fixture.js';
import { REPORT_LIMITS, type ReportBody, type TextKind, validateReport } from './validate-report.js';

const NUL = String.fromCodePoint(0);

describe('a report’s text', () => {
  const header: ReportHeader = {
    facility: 'Mercy East',
    zone: 'America/Chicago',
    accessionNumbers: ['A1001', 'A1002'],
    description: 'CT HEAD WO CONTRAST',
    acquiredAt: at(-60),
    patient: 'Doe, Jane',
    otherReports: [],
  };
  const final = sampleReport({
    id: asId('final'),
    kind: 'final',
    sections: { recommendation: 'MRI.', findings: 'Clear.', empty: ' ', 'clinical-indication': 'Left weakness.' },
    conclusion: 'not-actionable',
    authorId: ADA.readerId,
    authorName: ADA.name,
    signedAt: at(10),
    flags: ['priors-missing', 'local-mark'],
  });

  it('has header, ordered sections, impression, conclusion, flags and both authors', () => {
    const verbal = sampleReport({
      id: asId('v'),
      kind: 'verbal',
      toldName: 'Dr Cy Moss',
      toldAt: at(-8),
      signedAt: at(-7),
    });
    expect(reportText(final, { ...header, otherReports: [sampleReport(), verbal] })).toBe(`FINAL REPORT
Mercy East
Patient: Doe, Jane
Accession: A1001, A1002
Examination: CT HEAD WO CONTRAST
Acquired: 2026-11-22 01:00 America/Chicago

CLINICAL INDICATION
Left weakness.

FINDINGS
Clear.

RECOMMENDATION
MRI.

IMPRESSION
No hemorrhage.

Conclusion: not actionable

Prior examinations were not available.
local-mark

Verbal result: Dr Bea Ohm, signed 2026-11-22 01:53 America/Chicago, told to Dr Cy Moss at 2026-11-22 01:52 America/Chicago
Preliminary report: Dr Bea Ohm, signed 2026-11-22 01:55 America/Chicago
Final report: Dr Ada Byrd, signed 2026-11-22 02:10 America/Chicago
`);
  });

  it('leaves out what is not known', () => {
    const bare = { ...header, accessionNumbers: [], description: null, acquiredAt: null, patient: null };
    const report = sampleReport({ conclusion: null });
    expect(reportText(report, bare)).toBe(`PRELIMINARY REPORT
Mercy East

IMPRESSION
No hemorrhage.

Preliminary report: Dr Bea Ohm, signed 2026-11-22 01:55 America/Chicago
`);
  });

  it('names its own author once, also when it is among the study’s reports', () => {
    const text = reportText(final, { ...header, otherReports: [final] });
    expect(text.match(/Dr Ada Byrd/g)).toHaveLength(1);
  });
});

describe('a report body', () => {
  const body: ReportBody = { sections: { findings: 'Clear.' }, impression: 'Normal.', conclusion: 'normal' };
  const codes = (changes: Partial<ReportBody>, kind: TextKind = 'final'): string[] => {
    try {
      validateReport({ ...body, ...changes }, kind);
      return [];
    } catch (error) {
      const { details } = error as { details: { errors: { path: string; code: string }[] } };
      return details.errors.map(({ path, code }) => `${path} ${code}`);
    }
  };

  it.each<[string, Partial<ReportBody>, TextKind, string[]]>([
    ['is complete', {}, 'final', []],
    ['needs an impression when signed', { impression: ' \n' }, 'addendum', ['impression report/impression-required']],
    ['needs none as a draft', { impression: '', conclusion: null }, 'draft', []],
    ['needs a conclusion as a final', { conclusion: null }, 'final', ['conclusion report/conclusion-required']],
    ['needs none as a preliminary', { conclusion: undefined }, 'preliminary', []],
    [
      'has a reason in its attestation',
      { attestation: { reason: '' } },
      'final',
      ['attestation.reason report/reason-required'],
    ],
    ['names its sections', { sections: { '': 'x' } }, 'final', ['sections report/section-name']],
    ['holds no NUL', { impression: `a${NUL}` }, 'final', ['impression report/nul-character']],
    [
      'is of a size to be read',
      { sections: { findings: 'x'.repeat(REPORT_LIMITS.sectionText + 1) } },
      'draft',
      ['sections.findings report/too-long'],
    ],
    [
      'has a number of sections to be read',
      { sections: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`s${index}`, 'x'])) },
      'draft',
      ['sections report/too-many-sections'],
    ],
    [
      'is told every broken field at once',
      { impression: '', conclusion: null },
      'final',
      ['impression report/impression-required', 'conclusion report/conclusion-required'],
    ],
  ])('%s', (_, changes, kind, expected) => {
    expect(codes(changes, kind)).toEqual(expected);
  });
});
