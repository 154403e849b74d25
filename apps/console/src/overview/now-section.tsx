import { Text } from '@mantine/core';
import type { Overview } from '@overread/wire';
import { text } from '../texts/text.js';
import { minutes, time } from '../ui/format.js';
import { useNow } from '../ui/use-now.js';
import type { Behind } from './behind.js';
import { Tile, Tiles } from './tile.js';

function Oldest({ at, to }: { at: string | null; to: string }) {
  const now = useNow();
  return (
    <Tile
      name="oldest"
      label={text('overview.oldest')}
      value={at === null ? text('none') : minutes(Math.floor((now - Date.parse(at)) / 60_000))}
      detail={at === null ? text('overview.oldestNone') : text('overview.since', { time: time(at) })}
      to={to}
    />
  );
}

interface NowProps {
  now: Overview['now'];
  behind: Behind;
}

function States({ now: { open, queued, offered, reading }, behind: { reads } }: NowProps) {
  return (
    <>
      <Tile name="open" label={text('overview.open')} value={open} to={reads({})} />
      <Tile name="queued" label={text('overview.queued')} value={queued} to={reads({ state: 'queued' })} />
      <Tile name="offered" label={text('overview.offered')} value={offered} to={reads({ state: 'assigned' })} />
      <Tile name="reading" label={text('overview.reading')} value={reading} to={reads({ state: 'in-progress' })} />
    </>
  );
}

function Dangers({ now: { atRisk, late, uncovered }, behind: { reads } }: NowProps) {
  return (
    <>
      <Tile
        name="at-risk"
        label={text('overview.atRisk')}
        value={atRisk}
        tone={atRisk > 0 ? 'warn' : 'plain'}
        detail={text('overview.atRiskWhy')}
        to={reads({ due: 'soon' })}
      />
      <Tile
        name="late"
        label={text('overview.late')}
        value={late}
        tone={late > 0 ? 'bad' : 'plain'}
        detail={text('overview.lateWhy')}
        to={reads({ due: 'late' })}
      />
      {uncovered !== null && (
        <Tile
          name="uncovered"
          label={text('overview.uncovered')}
          value={uncovered}
          tone={uncovered > 0 ? 'bad' : 'plain'}
          detail={text('overview.uncoveredWhy')}
          to={reads({ state: 'queued' })}
        />
      )}
    </>
  );
}

/** What is open at this moment, and how it stands to its deadlines. */
export function NowSection({ now, behind }: NowProps) {
  return (
    <>
      <Tiles label={text('overview.now')}>
        <States now={now} behind={behind} />
        <Dangers now={now} behind={behind} />
        <Oldest at={now.oldestQueuedAt} to={behind.reads({ state: 'queued' })} />
      </Tiles>
      {now.open === 0 && (
        <Text size="sm" c="dimmed">
          {text('overview.nothingOpen')}
        </Text>
      )}
    </>
  );
}
