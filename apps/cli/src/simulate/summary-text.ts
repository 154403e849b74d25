import type { Summary } from './tally.js';

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

/** A day that is sped up has turnarounds of seconds. */
const timeOf = (minutes: number): string => (minutes < 2 ? `${Math.round(minutes * 60)} s` : `${minutes} min`);

const stood = ({ finished, open }: Summary): string =>
  finished === null ? 'how they stand is not known' : `${finished} final, ${open} open`;

/** The summary for a person. */
export function summaryText(summary: Summary): string {
  const median = summary.medianTurnaroundMinutes;
  const rows: [string, string][] = [
    ['Submitted', `${summary.submitted} studies in ${summary.seconds} s: ${stood(summary)}`],
    ['Signed', `${summary.signed} reads by ${summary.readers} readers: ${listed(summary.byIssue)}`],
    ['By tier', listed(summary.byTier)],
    ['Declined', String(summary.declined)],
    ['Graded', `${summary.graded} first reads by their second readers`],
    ['Turnaround', median === null ? 'not known' : `median ${timeOf(median)} from received to final`],
    ['Breaches', String(summary.breaches ?? 'not known')],
    ['Refused', listed(summary.errors)],
    ['Seed', summary.seed],
  ];
  return rows.map(([name, text]) => `${name.padEnd(11)} ${text}`).join('\n');
}
