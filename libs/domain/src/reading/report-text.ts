import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../core/instant.js';
import { RETRACTED_FLAG } from '../studies/study-state.js';
import { LATE_ENTRY_FLAG } from './late-entry/late-entry.js';
import { BREAK_GLASS_FLAG, type Report, type ReportKind } from './report.js';

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

/** A report laid out for people, before it is a text or a page. */
export interface ReportSheet {
  /** `Final report`. */
  title: string;
  facility: string;
  /** Label and text: patient, accession, examination, when it was acquired. */
  facts: readonly (readonly [string, string])[];
  sections: readonly { heading: string; text: string }[];
  impression: string;
  conclusion: string | null;
  /** Marks in words. */
  flags: readonly string[];
  /** Each report of the study with its author and local time, oldest first. */
  authors: readonly string[];
}

const TITLES: Readonly<Record<ReportKind, string>> = {
  verbal: 'Verbal result',
  preliminary: 'Preliminary report',
  final: 'Final report',
  addendum: 'Addendum',
  opinion: 'Second opinion',
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
  [LATE_ENTRY_FLAG]: 'Read outside the system and entered late.',
  [BREAK_GLASS_FLAG]:
    'EMERGENCY READING (break-glass): given by a reader who does not meet every rule for this examination. A fully eligible reader reads it again.',
  retracted: 'RETRACTED: this report has been withdrawn.',
};

/**
 * The report laid out: what stands above it, its sections in the usual order, and every author of the study's reports, so
 * that neither of two readers disappears behind the other. Instants are told in the header's zone.
 */
export function reportSheet(report: Report, header: ReportHeader): ReportSheet {
  return {
    title: titleOf(report),
    facility: header.facility,
    facts: factsOf(header),
    sections: sectionsOf(report).map(([name, text]) => ({ heading: headingOf(name), text })),
    impression: report.impression,
    conclusion: report.conclusion?.replace('-', ' ') ?? null,
    flags: report.flags.map((flag) => FLAG_TEXTS[flag] ?? flag),
    authors: authorLines(report, header),
  };
}

function titleOf({ flags, kind }: Report): string {
  const marks = [
    ...(flags.includes(RETRACTED_FLAG) ? ['RETRACTED'] : []),
    ...(flags.includes(BREAK_GLASS_FLAG) ? ['EMERGENCY'] : []),
  ];
  return [...marks, TITLES[kind]].join(': ');
}

/** The report as plain text with `\n` lines: header, sections, impression, conclusion, flags, authors. */
export function reportText(report: Report, header: ReportHeader): string {
  const sheet = reportSheet(report, header);
  const blocks = [
    [sheet.title.toUpperCase(), sheet.facility, ...sheet.facts.map(([label, text]) => `${label}: ${text}`)],
    ...sheet.sections.map(({ heading, text }) => [heading.toUpperCase(), text]),
    ['IMPRESSION', sheet.impression],
    sheet.conclusion === null ? [] : [`Conclusion: ${sheet.conclusion}`],
    sheet.flags,
    sheet.authors,
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function factsOf({ accessionNumbers, acquiredAt, description, patient, zone }: ReportHeader): [string, string][] {
  const facts: [string, string | null][] = [
    ['Patient', patient],
    ['Accession', accessionNumbers.length === 0 ? null : accessionNumbers.join(', ')],
    ['Examination', description],
    ['Acquired', acquiredAt === null ? null : localTime(acquiredAt, zone)],
  ];
  return facts.flatMap(([label, text]) => (text === null ? [] : [[label, text]]));
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

/** `clinical-indication` as `Clinical indication`. */
function headingOf(name: string): string {
  const [first = '', ...rest] = name.replaceAll('-', ' ').trim();
  return first.toUpperCase() + rest.join('');
}

/** Each report of the study with its author, oldest first. */
function authorLines(report: Report, { otherReports, zone }: ReportHeader): string[] {
  return [...otherReports.filter((other) => other.id !== report.id), report]
    .sort((a, b) => a.signedAt.getTime() - b.signedAt.getTime())
    .map((each) => {
      const told =
        each.toldName === null ? '' : `, told to ${each.toldName} at ${localTime(each.toldAt ?? each.signedAt, zone)}`;
      const gone = each.flags.includes(RETRACTED_FLAG) ? ' (retracted)' : '';
      return `${TITLES[each.kind]}${gone}: ${each.authorName}, signed ${localTime(each.signedAt, zone)}${told}${outside(each, zone)}`;
    });
}

/** When a reading made outside truly ended, and what it was kept on; its signature is of when it was entered. */
const outside = ({ lateEntry }: Report, zone: string): string =>
  lateEntry == null
    ? ''
    : `, read outside (${lateEntry.source.replace('-', ' ')}) at ${localTime(new Date(lateEntry.readAt), zone)}`;

function localTime(at: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}
