import { Anchor, Group, Text, Title, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { Reader } from '@overread/wire';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useRefreshed } from '../live/use-refreshed.js';
import { GroupControls } from '../levers/group-controls.js';
import { useReaders } from '../network/directory.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { HEALTHS } from './health-badge.js';
import { ReaderCard } from './reader-card.js';

/** Silence is told by no event. */
const TICK_MS = 20_000;

const atWork = ({ presence, load }: Reader): boolean => presence !== null || load.reads > 0;
const worstFirst = (a: Reader, b: Reader): number =>
  HEALTHS.indexOf(a.health) - HEALTHS.indexOf(b.health) ||
  b.load.expectedMinutes - a.load.expectedMinutes ||
  a.name.localeCompare(b.name);

/** How many are silent, overloaded, reading, idle and off. */
function Summary({ readers }: { readers: Reader[] }) {
  const counts = HEALTHS.map((health) => [health, readers.filter((one) => one.health === health).length] as const);
  return (
    <Text size="sm" c="dimmed" span>
      {counts
        .filter(([, count]) => count > 0)
        .map(([health, count]) => `${count} ${label('health', health).toLowerCase()}`)
        .join(' · ')}
    </Text>
  );
}

function Cards({ readers, onShow }: { readers: Reader[]; onShow: (readerId: string) => void }) {
  const shown = readers.filter(atWork).toSorted(worstFirst);
  if (shown.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {text('reader.nobody')}{' '}
        <Anchor component={Link} to="/group" size="sm">
          {text('reader.all')}
        </Anchor>
      </Text>
    );
  return (
    <ul className="reader-cards" aria-label={text('reader.panel')}>
      {shown.map((reader) => (
        <ReaderCard key={reader.id} reader={reader} onShow={onShow} />
      ))}
    </ul>
  );
}

interface PanelProps {
  /** Shows what one reader holds. */
  onShow: (readerId: string) => void;
}

/** The readers of one's group, who needs a look first. */
export function ReadersPanel({ onShow }: PanelProps) {
  const [open, setOpen] = useLocalStorage({ key: 'overread-readers-panel', defaultValue: true });
  const readers = useReaders();
  const { refetch } = readers;
  useRefreshed(['readers']);
  useEffect(() => {
    const timer = setInterval(() => void refetch(), TICK_MS);
    return () => clearInterval(timer);
  }, [refetch]);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section aria-labelledby="readers-panel">
      <Group justify="space-between" align="flex-start">
        <UnstyledButton onClick={() => setOpen(!open)} aria-expanded={open} mb={6}>
          <Group gap="xs">
            <Chevron aria-hidden size={16} />
            <Title order={2} size="h6" id="readers-panel">
              {text('reader.panel')}
            </Title>
            {readers.data && <Summary readers={readers.data} />}
          </Group>
        </UnstyledButton>
        <GroupControls />
      </Group>
      {open && <QueryView query={readers}>{(list) => <Cards readers={list} onShow={onShow} />}</QueryView>}
    </section>
  );
}
