import { List, Text } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { nameOf, useReadingGroups } from '../network/directory.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';

interface PoolShape {
  tiers?: string[];
  readingGroupIds?: string[];
  readerId?: string | null;
  offRoster?: boolean;
  overflow?: { below: number; shows: number };
}

/** A pool in words: its tiers and groups; a pool of no group takes every contracted one. */
function usePoolWords(people: ReadonlyMap<string, string>): (pool: unknown) => string {
  const groups = useReadingGroups().data;
  return (pool) => {
    if (typeof pool === 'string') return pool;
    const { tiers = [], readingGroupIds = [], readerId, offRoster, overflow } = (pool ?? {}) as PoolShape;
    if (readerId) return people.get(readerId) ?? text('why.namedReader');
    const names = readingGroupIds.map((id) => nameOf(groups, id) ?? id.slice(-6));
    const of = names.length > 0 ? names.join(', ') : text('why.everyGroup');
    const where = tiers.map((tier) => label('tier', tier)).join(', ');
    const only = [...(offRoster ? [text('why.offRoster')] : []), ...(overflow ? [text('why.overflow', overflow)] : [])];
    return [...(where === '' ? [] : [where]), of, ...only].join(' · ');
  };
}

/** The steps of who may be offered the read, each with the instant it opened or what will open it. */
export function Ladder({
  steps,
  people,
}: {
  steps: Explanation['reads'][number]['ladder'];
  people: ReadonlyMap<string, string>;
}) {
  const poolWords = usePoolWords(people);
  return (
    <List spacing={6} size="sm" center={false}>
      {steps.map((step) => (
        <List.Item
          key={step.step}
          icon={
            step.openedAt ? (
              <IconCircleCheck aria-hidden size={17} color="var(--overread-good)" />
            ) : (
              <IconCircleDashed aria-hidden size={17} color="var(--mantine-color-dimmed)" />
            )
          }
        >
          <Text size="sm">{poolWords(step.pool)}</Text>
          <Text size="xs" c="dimmed">
            {step.openedAt ? (
              <>
                {text('why.opened')} <When at={step.openedAt} />
              </>
            ) : (
              text('why.opens', { when: step.opensWhen })
            )}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
