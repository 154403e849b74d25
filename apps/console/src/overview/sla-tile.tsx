import type { Overview } from '@overread/wire';
import { counted, text } from '../texts/text.js';
import { percent } from '../ui/format.js';
import { IntervalBar } from './interval-bar.js';
import { Tile, type Tone } from './tile.js';

const toneOf = (share: number | null): Tone =>
  share === null ? 'plain' : share >= 0.95 ? 'good' : share >= 0.9 ? 'warn' : 'bad';

/** The clocks due today that are decided, and the share of them that was kept. */
export function SlaTile({ of, to }: { of: Overview['today']['sla']; to?: string }) {
  const { n, met, late, openAndLate, withinTarget, interval } = of;
  return (
    <Tile
      name="sla"
      label={text('overview.sla')}
      value={withinTarget === null ? text('none') : percent(withinTarget)}
      tone={toneOf(withinTarget)}
      {...(to === undefined ? {} : { to })}
      detail={
        n === 0 ? (
          text('overview.slaNone')
        ) : (
          <>
            <IntervalBar share={withinTarget} interval={interval} />
            <span className="line">
              {text('overview.interval', { low: percent(interval?.[0]), high: percent(interval?.[1]) })}
            </span>
            <span className="line">
              {text('overview.slaOf', { met, n, late })}
              {openAndLate > 0 && ` · ${counted('overview.openAndLate', openAndLate)}`}
            </span>
          </>
        )
      }
    />
  );
}
