import { Title } from '@mantine/core';
import type { OwnFigures as Figures } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useRefreshed } from '../live/use-refreshed.js';
import { ConcordanceTile } from '../overview/concordance-tile.js';
import { SlaTile } from '../overview/sla-tile.js';
import { Tile, Tiles } from '../overview/tile.js';
import { midnight } from '../overview/use-overview.js';
import { client } from '../session/api.js';
import { counted, text } from '../texts/text.js';
import { minutes } from '../ui/format.js';
import { QueryView } from '../ui/states.js';

const TICK_MS = 60_000;

function FigureTiles({ figures }: { figures: Figures }) {
  const { completed, concordance, declined, expectedMinutes, held, skipsCounted, sla, turnaround } = figures;
  return (
    <Tiles label={text('own.title')} wide>
      <Tile
        name="completed"
        label={text('own.completed')}
        value={completed}
        detail={text('own.expected', { minutes: minutes(expectedMinutes) })}
      />
      <Tile
        name="own-turnaround"
        label={text('overview.turnaround')}
        value={minutes(turnaround.medianMinutes)}
        detail={text('overview.p90', { p90: minutes(turnaround.p90Minutes), n: turnaround.n })}
      />
      <Tile
        name="held"
        label={text('own.held')}
        value={held.reads}
        detail={
          held.capMinutes === null
            ? text('own.heldMinutes', { minutes: minutes(held.expectedMinutes) })
            : text('own.heldOf', { minutes: minutes(held.expectedMinutes), cap: minutes(held.capMinutes) })
        }
      />
      <Tile
        name="declined"
        label={text('own.declined')}
        value={declined}
        detail={counted('own.skipsCounted', skipsCounted)}
      />
      <SlaTile of={sla} />
      <ConcordanceTile of={concordance} days={90} pairs="own.pairs" />
    </Tiles>
  );
}

/** A reader's own day, shown to nobody else on any page of theirs. */
export function OwnFigures() {
  useRefreshed(['own-figures']);
  const query = useQuery({
    queryKey: ['own-figures'],
    queryFn: () => client.analytics.own({ from: midnight() }),
    refetchInterval: TICK_MS,
    placeholderData: (before) => before,
  });
  return (
    <section aria-labelledby="own-figures">
      <Title order={2} size="h5" mb="xs" id="own-figures">
        {text('own.title')}
      </Title>
      <QueryView query={query}>{(figures) => <FigureTiles figures={figures} />}</QueryView>
    </section>
  );
}
