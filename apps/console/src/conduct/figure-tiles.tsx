import { Text } from '@mantine/core';
import type { Conduct } from '@overread/wire';
import { Tile, Tiles } from '../overview/tile.js';
import { counted, text } from '../texts/text.js';
import { minutes, percent } from '../ui/format.js';

type Figures = NonNullable<Conduct['figures']>;
type Sum = Figures['taken'];

const worth = (value: number | null): string => (value === null ? text('none') : value.toFixed(2));
const sumWords = ({ meanMinutes, worthPerMinute }: Sum): string | undefined =>
  meanMinutes === null ? undefined : text('conduct.sum', { mean: minutes(meanMinutes), worth: worth(worthPerMinute) });

/** What is recorded of a reader: what they took beside what they skipped, and their share beside their group's. */
export function FigureTiles({ figures }: { figures: Figures }) {
  const { taken, skipped, returned, takenToSkipped, night, pressing, belowMinimum } = figures;
  return (
    <>
      <Tiles label={text('conduct.figures')} wide>
        <Tile name="taken" label={text('contestSubject.taken')} value={taken.n} detail={sumWords(taken)} />
        <Tile name="skipped" label={text('contestSubject.skipped')} value={skipped.n} detail={sumWords(skipped)} />
        <Tile
          name="taken-to-skipped"
          label={text('conduct.ratio')}
          value={worth(takenToSkipped)}
          detail={text('conduct.ratioWhy')}
        />
        <Tile
          name="returned"
          label={text('contestSubject.returned')}
          value={returned.n}
          detail={counted('conduct.returnedWhy', Math.round(returned.expectedMinutes))}
        />
        <Tile
          name="night"
          label={text('contestSubject.night')}
          value={percent(night.own)}
          detail={text('conduct.ofGroup', { share: percent(night.group) })}
        />
        <Tile
          name="pressing"
          label={text('contestSubject.pressing')}
          value={percent(pressing.own)}
          detail={text('conduct.ofGroup', { share: percent(pressing.group) })}
        />
      </Tiles>
      {belowMinimum && (
        <Text size="sm" c="var(--overread-warn)">
          {text('conduct.tooFew')}
        </Text>
      )}
    </>
  );
}
