import type { DecisionRecord } from '../decision-record.js';

/** By how much the first was ahead of the second; positive speaks for the first, in the unit of the scores. */
export interface Margin {
  total: number;
  byTerm: Record<string, number>;
}

type Weighed = Pick<DecisionRecord, 'weighs' | 'candidates' | 'pools' | 'trigger'>;

/** The margin to the runner-up term by term; null when nobody came second. Terms that do not tell them apart are left out. */
export function marginOf({
  weighs,
  candidates: [first, second],
}: Pick<DecisionRecord, 'weighs' | 'candidates'>): Margin | null {
  if (weighs === 'named' || !first || !second) return null;
  // A reader's cost is better when lower, a read's index when higher.
  const ahead = (a: number, b: number) => thousandth(weighs === 'reader' ? b - a : a - b);
  const names = [...new Set([...Object.keys(first.terms), ...Object.keys(second.terms)])];
  const byTerm = names.map((name) => [name, ahead(first.terms[name] ?? 0, second.terms[name] ?? 0)] as const);
  return {
    total: ahead(first.score, second.score),
    byTerm: Object.fromEntries(byTerm.filter(([, margin]) => margin !== 0)),
  };
}

export interface WhyThis {
  code: 'named' | 'accepted' | 'only-one' | 'by-turn' | 'least-cost' | 'band' | 'first-in-order';
  text: string;
}

/** Why this reader got this read, in one sentence; `code` is stable. */
export function whyThisReader(record: Weighed): WhyThis {
  const { weighs, candidates, trigger, pools } = record;
  const [first, second] = candidates;
  if (weighs === 'named' || !first) {
    return trigger === 'manager'
      ? { code: 'named', text: 'A manager named them; every hard rule held' }
      : { code: 'accepted', text: 'They accepted what they were offered, or picked it where their group picks freely' };
  }
  const margin = marginOf(record);
  if (!second || !margin) return { code: 'only-one', text: onlyOne(weighs, pools.weighed) };
  const most = strongest(margin);
  if (weighs === 'reader') {
    if (margin.total === 0) return { code: 'by-turn', text: 'As good as the next, and idle for longer' };
    const text = `Costs ${margin.total} expected minutes less than the next of ${pools.weighed}, most of it by ${most}`;
    return { code: 'least-cost', text };
  }
  if (first.band !== second.band)
    return { code: 'band', text: `First in the order: ${BAND_TEXTS[first.band ?? 'indexed']}` };
  return { code: 'first-in-order', text: `First of ${pools.weighed} open to them, most of it by ${most}` };
}

const BAND_TEXTS = {
  critical: 'critical work goes before everything else',
  'beyond-maximum-wait': 'it had waited beyond the most its class may wait',
  pinned: 'a manager kept it for them',
  indexed: 'by its index',
} as const;

const onlyOne = (weighs: 'reader' | 'read', weighed: number): string =>
  weighs === 'reader'
    ? 'The only reader who was free, in an open pool and passed every hard rule'
    : weighed > 1
      ? 'The only read left that they may take'
      : 'The only read that was open to them';

/** The term that speaks for the first most, by its name; age where none does. */
function strongest({ byTerm }: Margin): string {
  const [best] = Object.entries(byTerm).toSorted(([, a], [, b]) => b - a);
  return best && best[1] > 0 ? best[0] : 'age';
}

const thousandth = (value: number): number => Math.round(value * 1000) / 1000 + 0;
