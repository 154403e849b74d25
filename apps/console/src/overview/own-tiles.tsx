import { text } from '../texts/text.js';
import { minutes } from '../ui/format.js';
import { ConcordanceTile } from './concordance-tile.js';
import { SlaTile } from './sla-tile.js';
import { Tile, Tiles } from './tile.js';
import { useOverview } from './use-overview.js';

/** How a health system's own studies stand, in one row above them. */
export function OwnTiles() {
  const { data } = useOverview();
  if (!data) return null;
  const { now, today, concordance } = data;
  return (
    <Tiles label={text('overview.now')} wide>
      <Tile
        name="open"
        label={text('overview.open')}
        value={now.open}
        detail={text('own.openOf', { reading: now.reading, late: now.late })}
        tone={now.late > 0 ? 'bad' : 'plain'}
        to="/overview"
      />
      <Tile
        name="finals"
        label={text('own.finals')}
        value={today.finals}
        detail={text('own.turnaround', { median: minutes(today.turnaround.medianMinutes), n: today.turnaround.n })}
        to="/turnaround?days=1"
      />
      <SlaTile of={today.sla} to="/sla?days=1" />
      <ConcordanceTile of={concordance} days={30} to="/concordance" />
    </Tiles>
  );
}
