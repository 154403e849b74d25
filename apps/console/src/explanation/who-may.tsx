import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { label, text } from '../texts/text.js';

type ReadExplanation = Explanation['reads'][number];
type Failed = ReadExplanation['ineligible'][number]['failed'];

/** Hard rules that do not hold, each with its fact. */
export function FailedRules({ failed }: { failed: Failed }) {
  return failed.map(({ code, fact }) => (
    <Text size="sm" c="dimmed" key={`${code}${fact}`}>
      <b>{label('rule', code)}</b>: {fact}
    </Text>
  ));
}

/** Shown before somebody asks for more. */
const FIRST = 6;

interface Some<Reader> {
  readers: readonly Reader[];
  /** How many there are: the first of them are told. */
  all: number;
}

/** The first few, and a way to the others. */
function useFirst<Reader>({ readers, all }: Some<Reader>) {
  const [every, setEvery] = useState(false);
  const more = !every && readers.length > FIRST && (
    <Group>
      <Button size="compact-xs" variant="default" onClick={() => setEvery(true)}>
        {text('why.showMore', { count: readers.length - FIRST })}
      </Button>
    </Group>
  );
  const rest = every && readers.length < all && (
    <Text size="xs" c="dimmed">
      {text('why.firstOf', { n: readers.length, of: all })}
    </Text>
  );
  return { shown: every ? readers : readers.slice(0, FIRST), more: more || rest };
}

export function Eligible(some: Some<ReadExplanation['eligible'][number]>) {
  const { shown, more } = useFirst(some);
  return (
    <Group gap={6}>
      {shown.map((one) => (
        <Badge key={one.readerId} variant="light" color="green" radius="sm" tt="none">
          {one.name}
          {one.tier && ` · ${label('tier', one.tier)}`}
        </Badge>
      ))}
      {more}
    </Group>
  );
}

/** Whoever fails the fewest rules first. */
export function Ineligible(some: Some<ReadExplanation['ineligible'][number]>) {
  const { shown, more } = useFirst(some);
  return (
    <>
      <Stack gap={8} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {shown.map((reader) => (
          <li key={reader.readerId}>
            <Group gap={6} wrap="nowrap" align="flex-start">
              <IconX aria-hidden size={16} color="var(--overread-bad)" style={{ marginTop: 2, flexShrink: 0 }} />
              <div>
                <Text size="sm" fw={600}>
                  {reader.name}
                </Text>
                <FailedRules failed={reader.failed} />
              </div>
            </Group>
          </li>
        ))}
      </Stack>
      {more}
    </>
  );
}

/** How many of the whole network fail each rule, and how many nothing else. */
export function RuleCounts({ failed, alone }: { failed: Record<string, number>; alone: Record<string, number> }) {
  const rules = Object.entries(failed).filter(([, count]) => count > 0);
  if (rules.length === 0) return null;
  const words = rules.map(([code, count]) => {
    const only = alone[code] ? ` (${text('why.alone', { count: alone[code] })})` : '';
    return `${label('rule', code)} ${count}${only}`;
  });
  return (
    <Text size="xs" c="dimmed">
      {text('why.network')} {words.join(' · ')}
    </Text>
  );
}
