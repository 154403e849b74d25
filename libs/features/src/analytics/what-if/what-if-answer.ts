import { compareDays, type DayOutcome, type ReaderId, type WhatIfDay } from '@overread/domain';
import type { NewWhatIf, WhatIfResult, WhatIfRun, WhatIfSide } from '@overread/wire';
import type { DonePlaying } from './played-days.js';
import type { WhatIfRunEntity } from './what-if-run.entity.js';

/** Studies told by name; the rest is counted. */
const MOST_STUDIES = 500;

type NameOf = (readerId: ReaderId) => string;

/** What came of it, side by side, as it is stored and shown. */
export function resultOf(
  { happened, asItWas, tried }: DonePlaying,
  asked: NewWhatIf,
  day: Pick<WhatIfDay, 'endsAt' | 'knownUntil'>,
  nameOf: NameOf,
): WhatIfResult {
  const { changedHands, saved, lost } = compareDays(asItWas, tried);
  const named = (id: ReaderId | null) => (id === null ? null : { id, name: nameOf(id) });
  return {
    happened: happened && sideOf(happened, nameOf),
    asItWas: sideOf(asItWas, nameOf),
    tried: sideOf(tried, nameOf),
    changedHands: changedHands.length,
    saved: saved.length,
    lost: lost.length,
    studies: changedHands.slice(0, MOST_STUDIES).map(({ studyId, readId, from, to }) => ({
      studyId,
      readId,
      from: named(from),
      to: named(to),
    })),
    notes: [...notesOn(asked, asItWas), ...aheadOf(day)],
  };
}

/** Of a period whose last deadlines have not come. */
const aheadOf = ({ endsAt, knownUntil }: Pick<WhatIfDay, 'endsAt' | 'knownUntil'>): string[] =>
  knownUntil === undefined || knownUntil >= endsAt
    ? []
    : [
        `What happened is told as of ${knownUntil.toISOString().slice(0, 16)}Z; the simulated sides go on to the last deadlines, with whoever was signed on.`,
      ];

/** What the played day does not know, so that nobody reads more into it than is there. */
function notesOn({ change, synthetic, costPerWorkUnit }: NewWhatIf, { studies }: DayOutcome): string[] {
  return [
    ...(synthetic
      ? [
          `Nothing of this happened: ${studies} first reads of studies that are made up, by published hours, weekdays, mix and bursts, for the network's own facilities.`,
          'Policies and contracts are those in force; whoever is rostered works their whole shift, from home, and nobody is called in.',
          'Reading times are drawn around the expected ones (deviation of the logarithm 0.5), the same for every side.',
        ]
      : [
          'Reads that nobody has read yet take their expected minutes; whoever reads takes as long as who read it did.',
          'The change is measured against the same day simulated without it; what happened stands beside.',
        ]),
    'Credentials, contracts and policies in force are those of today, by their dates.',
    'Breaks, skips, declines, pins and what groups say to overflow lists are not simulated; those lists open by the length of a reader’s own. Steps for readers outside their roster stay closed.',
    Object.keys(costPerWorkUnit).length === 0
      ? 'No rates were given: cost is published work units, nine in an hour of published reading minutes.'
      : 'Cost is published work units times the rate given for the tier of who read; a tier without a rate counts 1.',
    ...(change.policy
      ? [
          'Conditions on the load of the queue are not met: it is not remembered.',
          'Classes of the tried day are by what policy makes of what was asked for; its deadlines are those of its plans.',
        ]
      : []),
    ...(change.contracts.length === 0
      ? []
      : [
          'Both simulated sides are planned anew: a contract that is tried holds throughout, and sets no service levels.',
        ]),
    ...(change.traffic === 1 ? [] : ['Studies that are left out or come once more are drawn by the seed.']),
  ];
}

function sideOf(outcome: DayOutcome, nameOf: NameOf): WhatIfSide {
  const { studies, breaches, breachPercent, weightedBreachesPerThousand, tierMix, cost, violations, unread } = outcome;
  const readers = Object.entries(outcome.minutesByReader) as [ReaderId, number][];
  return {
    studies,
    breaches,
    breachPercent: rounded(breachPercent),
    weightedBreachesPerThousand: rounded(weightedBreachesPerThousand),
    turnaround: Object.fromEntries(
      Object.entries(outcome.byClass).map(([name, row]) => [
        name,
        {
          studies: row.studies,
          breachPercent: rounded(row.breachPercent),
          p50Minutes: rounded(row.p50Minutes),
          p95Minutes: rounded(row.p95Minutes),
          maximumWaitMinutes: rounded(row.maximumWaitMinutes),
        },
      ]),
    ),
    tierMix: Object.fromEntries(Object.entries(tierMix).map(([tier, share]) => [tier, rounded(share)])),
    cost: rounded(cost),
    costByTier: Object.fromEntries(
      Object.entries(outcome.costByTier).map(([tier, of]) => [
        tier,
        { reads: of.reads, workUnits: rounded(of.workUnits), rate: of.rate, cost: rounded(of.cost) },
      ]),
    ),
    minutesByReader: readers
      .map(([readerId, minutes]) => ({ readerId, name: nameOf(readerId), minutes: rounded(minutes) }))
      .sort((a, b) => b.minutes - a.minutes),
    violations,
    violationsByRule: Object.fromEntries(Object.entries(outcome.violationsByRule)),
    unread,
  };
}

/** To a thousandth; what cannot be told of an empty day is 0. */
const rounded = (value: number): number => (Number.isFinite(value) ? Math.round(value * 1000) / 1000 : 0);

export const runToWire = (run: WhatIfRunEntity): WhatIfRun => ({
  id: run.id,
  name: run.name,
  askedAt: run.askedAt.toISOString(),
  askedBy: run.askedBy,
  question: run.question as unknown as NewWhatIf,
  state: run.state,
  progress: run.progress,
  finishedAt: run.finishedAt?.toISOString() ?? null,
  failure: run.failure,
  result: run.result as unknown as WhatIfResult | null,
});
