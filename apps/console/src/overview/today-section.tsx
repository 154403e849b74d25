import type { Overview } from '@overread/wire';
import { counted, text } from '../texts/text.js';
import { minutes } from '../ui/format.js';
import { ConcordanceTile } from './concordance-tile.js';
import { SlaTile } from './sla-tile.js';
import { Tile, Tiles } from './tile.js';

/** What came in and what was done today; agreement is of a longer time, and says so. */
export function TodaySection({ overview }: { overview: Overview }) {
  const { received, stat, finals, preliminaries, turnaround, sla } = overview.today;
  return (
    <Tiles label={text('overview.today')} wide>
      <Tile
        name="received"
        label={text('overview.received')}
        value={received}
        detail={counted('overview.stat', stat)}
        to="/studies"
      />
      <Tile
        name="finals"
        label={text('overview.finals')}
        value={finals}
        detail={counted('overview.preliminaries', preliminaries)}
        to="/studies?state=final"
      />
      <Tile
        name="turnaround"
        label={text('overview.turnaround')}
        value={minutes(turnaround.medianMinutes)}
        detail={text('overview.p90', { p90: minutes(turnaround.p90Minutes), n: turnaround.n })}
        to="/turnaround?days=1"
      />
      <SlaTile of={sla} to="/sla?days=1" />
      <ConcordanceTile of={overview.concordance} days={30} to="/concordance" />
    </Tiles>
  );
}
