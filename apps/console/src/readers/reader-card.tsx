import { Button, Group, Progress, Text } from '@mantine/core';
import type { Reader } from '@overread/wire';
import { ReaderPause } from '../levers/reader-pause.js';
import { counted, text } from '../texts/text.js';
import { minutes, time, utc } from '../ui/format.js';
import { useNow } from '../ui/use-now.js';
import { HealthBadge } from './health-badge.js';

const MINUTE_MS = 60_000;

/** What they hold against what they may hold at a time. */
function Load({ load, cap }: { load: Reader['load']; cap: number | null }) {
  const share = cap === null || cap === 0 ? 0 : (100 * load.expectedMinutes) / cap;
  return (
    <div>
      <Text size="sm">
        {text('reader.holds', { reads: load.reads, minutes: minutes(load.expectedMinutes) })}
        {cap !== null && ` ${text('reader.ofCap', { cap: minutes(cap) })}`}
      </Text>
      {cap !== null && (
        <Progress
          value={Math.min(100, share)}
          size="xs"
          mt={3}
          color={share > 100 ? 'orange' : 'blue'}
          aria-label={text('reader.load')}
        />
      )}
    </div>
  );
}

function Signs({ activity: { reading, lastActivityAt, declinedToday } }: { activity: Reader['activity'] }) {
  const now = useNow();
  const ago = (at: string): string => minutes(Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE_MS)));
  return (
    <Text size="xs" c="dimmed" component="div">
      {reading && (
        <div title={utc(reading.since)}>
          {text('reader.readingSince', { time: time(reading.since), minutes: ago(reading.since) })}
        </div>
      )}
      <div title={utc(lastActivityAt)}>
        {lastActivityAt === null ? text('reader.neverHeard') : text('reader.heard', { minutes: ago(lastActivityAt) })}
      </div>
      <div>{counted('reader.declined', declinedToday)}</div>
    </Text>
  );
}

/** One reader as whoever leads the group needs to know them; the button leads to what they hold. */
export function ReaderCard({ reader, onShow }: { reader: Reader; onShow: (readerId: string) => void }) {
  const { presence, load } = reader;
  return (
    <li className="tile" data-reader={reader.id}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={600} truncate>
          {reader.name}
        </Text>
        <HealthBadge health={reader.health} />
      </Group>
      <Text size="xs" c="dimmed">
        {presence ? text('assign.present', { place: presence.subdivision ?? presence.country }) : text('assign.absent')}
      </Text>
      <Load load={load} cap={reader.limits.routineMinutes} />
      <Signs activity={reader.activity} />
      <ReaderPause reader={reader} />
      {load.reads > 0 && (
        <Button size="compact-xs" variant="default" mt={4} onClick={() => onShow(reader.id)}>
          {text('reader.show')}
        </Button>
      )}
    </li>
  );
}
