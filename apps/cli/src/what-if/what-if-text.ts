import { PRIORITIES, TIERS } from '@overread/domain';
import type { WhatIfRun, WhatIfSide } from '@overread/wire';

type Row = readonly [label: string, of: (side: WhatIfSide) => string];

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const ROWS: readonly Row[] = [
  ['studies', ({ studies }) => String(studies)],
  ['past their deadline', ({ breaches, breachPercent }) => `${breaches} (${breachPercent.toFixed(1)} %)`],
  ['weighted, of 1,000', ({ weightedBreachesPerThousand }) => weightedBreachesPerThousand.toFixed(1)],
  ['cost', ({ cost }) => cost.toFixed(1)],
  ...TIERS.map((tier): Row => [`- ${tier}, units x rate`, ({ costByTier }) => priced(costByTier?.[tier])]),
  ['onshore', ({ tierMix }) => percent(tierMix.onshore ?? 0)],
  ['nearshore', ({ tierMix }) => percent(tierMix.nearshore ?? 0)],
  ['offshore', ({ tierMix }) => percent(tierMix.offshore ?? 0)],
  ['readers', ({ minutesByReader }) => String(minutesByReader.length)],
  ['not read', ({ unread }) => String(unread)],
  ['hard rules broken', ({ violations }) => String(violations)],
];

/** A run as a table for people: what happened, the day simulated as it was, and with the change. */
export function whatIfText({ result, failure }: WhatIfRun): string {
  if (result === null) return `It was not played: ${failure ?? 'nobody knows why'}`;
  const { happened, asItWas, tried } = result;
  const sides = happened === null ? [asItWas, tried] : [happened, asItWas, tried];
  const heads = ['', ...(happened === null ? [] : ['happened']), 'simulated', 'with the change'];
  const known = new Set(sides.flatMap((side) => Object.keys(side.turnaround)));
  const classes = [...new Set([...PRIORITIES.filter((priority) => known.has(priority)), ...known])];
  const rows: Row[] = [
    ...ROWS,
    ...classes.map((name): Row => [`${name}, median minutes`, (side) => told(side.turnaround[name]?.p50Minutes)]),
    ...classes.map((name): Row => [`${name}, 95 % within`, (side) => told(side.turnaround[name]?.p95Minutes)]),
  ];
  return [
    ...(happened === null ? ['Made-up studies: nothing of this happened.', ''] : []),
    line(heads),
    ...rows.map(([label, of]) => line([label, ...sides.map(of)])),
    '',
    `${result.changedHands} reads change hands; ${result.saved} are on time only with the change, ${result.lost} only without.`,
    ...result.notes.map((note) => `- ${note}`),
  ].join('\n');
}

const priced = (of: { workUnits: number; rate: number } | undefined): string =>
  of === undefined ? '-' : `${of.workUnits.toFixed(1)} x ${of.rate}`;

const told = (minutes: number | undefined): string => (minutes === undefined ? '-' : minutes.toFixed(1));

const line = ([label = '', ...cells]: readonly string[]): string =>
  label.padEnd(28) + cells.map((cell) => cell.padStart(17)).join('');
