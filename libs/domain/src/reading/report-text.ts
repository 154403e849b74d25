import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../core/instant.js';
import type { Report, ReportKind } from './report.js';

/** What stands above a report. The caller leaves out what the receiver may not see. */
export interface ReportHeader {
  facility: string;
  /** IANA zone in which times are shown. */
  zone: string;
  accessionNumbers: readonly string[];
  description: string | null;
  acquiredAt: Instant | null;
  /** One line that names the patient, or a pseudonym; `null` shows none. */
  patient: string | null;
  /** The other reports of the study: their authors stay visible on this one. */
  otherReports: readonly Report[];
}

const TITLES: Readonly<Record<ReportKind, string>> = {
  verbal: 'Verbal result',
  preliminary: 'Preliminary report',
  final: 'Final report',
  addendum: 'Addendum',
};

/** Sections in the order radiologists expect; others follow as they were written. */
const SECTION_ORDER = ['clinical-indication', 'history', 'technique', 'comparison', 'findings'];

const FLAG_TEXTS: Readonly<Record<string, string>> = {
  unbillable: 'Not to be billed.',
  'priors-missing': 'Prior examinations were not available.',
  'late-images': 'Images arrived after reading had begun.',
  'identity-unconfirmed': 'The patient’s identity has not been confirmed.',
  'integrity-attested': 'Signed with an attestation by the author.',
  'after-final': 'Issued after the final report.',
  retracted: 'RETRACTED: this report has been withdrawn.',
};

/**
 * The report as plain text with `\n` lines: header, sections, impression, conclusion, flags, and every author of the
 * study's reports, so that neither of two readers disappears behind the other.
 */
export function reportText(report: Report, header: ReportHeader): string {
  const blocks = [
    headerLines(report, header),
    ...sectionsOf(report).map(([name, text]) => [heading(name), text]),
    ['IMPRESSION', report.impression],
    report.conclusion === null ? [] : [`Conclusion: ${report.conclusion.replace('-', ' ')}`],
    report.flags.map((flag) => FLAG_TEXTS[flag] ?? flag),
    authorLines(report, header),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function headerLines(report: Report, header: ReportHeader): string[] {
  const { accessionNumbers, acquiredAt, description, facility, patient, zone } = header;
  return [
    TITLES[report.kind].toUpperCase(),
    facility,
    ...(patient === null ? [] : [`Patient: ${patient}`]),
    ...(accessionNumbers.length === 0 ? [] : [`Accession: ${accessionNumbers.join(', ')}`]),
    ...(description === null ? [] : [`Examination: ${description}`]),
    ...(acquiredAt === null ? [] : [`Acquired: ${localTime(acquiredAt, zone)}`]),
  ];
}

function sectionsOf(report: Report): [string, string][] {
  const rank = (name: string): number => {
    const place = SECTION_ORDER.indexOf(name.toLowerCase().replaceAll(' ', '-'));
    return place === -1 ? SECTION_ORDER.length : place;
  };
  return Object.entries(report.sections)
    .filter(([, text]) => text.trim() !== '')
    .sort(([a], [b]) => rank(a) - rank(b));
}

const heading = (name: string): string => name.replaceAll('-', ' ').toUpperCase();

/** Each report of the study with its author, oldest first. */
function authorLines(report: Report, { otherReports, zone }: ReportHeader): string[] {
  return [...otherReports.filter((other) => other.id !== report.id), report]
    .sort((a, b) => a.signedAt.getTime() - b.signedAt.getTime())
    .map((each) => {
      const told =
        each.toldName === null ? '' : `, told to ${each.toldName} at ${localTime(each.toldAt ?? each.signedAt, zone)}`;
      return `${TITLES[each.kind]}: ${each.authorName}, signed ${localTime(each.signedAt, zone)}${told}`;
    });
}

function localTime(at: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}
