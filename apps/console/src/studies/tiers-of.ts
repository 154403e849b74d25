import type { Study } from '@overread/wire';
import { label, text } from '../texts/text.js';

/** At which tiers a study is read, in the order of its reports: `Offshore → Onshore`. Who reads is not said. */
export function tiersOf({ reads }: Study): string {
  const issued = reads.filter(({ issues, state }) => issues !== 'opinion' && state !== 'cancelled');
  const tiers = issued
    .toSorted((a, b) => Number(a.issues === 'final') - Number(b.issues === 'final'))
    .flatMap(({ tier }) => (tier === null ? [] : [label('tier', tier)]));
  return [...new Set(tiers)].join(' → ') || text('none');
}
