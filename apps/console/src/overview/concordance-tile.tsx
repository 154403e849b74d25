import type { Overview } from '@overread/wire';
import { counted, text } from '../texts/text.js';
import { percent } from '../ui/format.js';
import { IntervalBar } from './interval-bar.js';
import { Tile } from './tile.js';

const two = (value: number | null): string => (value === null ? text('none') : value.toFixed(2));

interface ConcordanceProps {
  of: Overview['concordance'];
  to?: string;
  /** Over how many days, and which pairs. */
  days: number;
  pairs?: string;
}

/** How far second readers agree; of too few pairs it says so, beside the figure or instead of it. */
export function ConcordanceTile({ of, to, days, pairs = 'overview.pairs' }: ConcordanceProps) {
  const { n, agreement, interval, kappa, ac1, belowMinimum, minimumN } = of;
  const figures =
    agreement === null
      ? null
      : text('overview.agreementOf', {
          low: percent(interval?.[0]),
          high: percent(interval?.[1]),
          kappa: two(kappa),
          ac1: two(ac1),
        });
  return (
    <Tile
      name="concordance"
      label={text('overview.concordance', { days })}
      value={agreement === null ? text('none') : percent(agreement)}
      {...(to === undefined ? {} : { to })}
      detail={
        <>
          <IntervalBar share={agreement} interval={interval} />
          {figures && <span className="line">{figures}</span>}
          <span className="line" data-pairs={n}>
            {counted(pairs, n)}
            {belowMinimum && ` · ${text('overview.belowMinimum', { minimum: minimumN })}`}
          </span>
        </>
      }
    />
  );
}
