import { Group, List, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ShadowStudy } from '@overread/wire';
import { label, text } from '../../texts/text.js';
import { PriorityBadge, When } from '../../ui/badges.js';
import { opensWords } from '../words/ladder-words.js';

type Side = NonNullable<ShadowStudy['before']>;
type Read = Side['reads'][number];

/** A study by what was in force and by the version in shadow, read by read. */
export function ShadowSides({ before, after }: { before: Side; after: Side }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
      <SideView title={text('shadow.before')} side={before} />
      <SideView title={text('shadow.after')} side={after} />
    </SimpleGrid>
  );
}

function SideView({ title, side }: { title: string; side: Side }) {
  const { plan, ruleId, priority, protocol, subspecialty, reads, lines } = side;
  return (
    <Stack gap={6} component="section" aria-label={title}>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <Group gap="xs">
        <PriorityBadge priority={priority} protocol={protocol} />
        {subspecialty !== null && <Text size="sm">{subspecialty}</Text>}
      </Group>
      <Text size="sm">
        {text('policies.plan', { plan })} (
        {ruleId === null ? text('policies.fallback').toLowerCase() : text('shadow.byRule', { rule: ruleId })})
      </Text>
      {reads.map((read, place) => (
        <ReadView key={place} read={read} place={place} />
      ))}
      <List size="xs" c="dimmed">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

function ReadView({ read, place }: { read: Read; place: number }) {
  const { purpose, issues, dueAt, ladder, firstStepReaders } = read;
  return (
    <div>
      <Text size="sm" component="div">
        {place + 1}. {label('purpose', purpose)}, {label('issues', issues)} ·{' '}
        {dueAt === null ? (
          text('shadow.notDue')
        ) : (
          <>
            {text('shadow.due')} <When at={dueAt} />
          </>
        )}
      </Text>
      <List size="sm" type="ordered" withPadding>
        {ladder.map((step, index) => (
          <List.Item key={index}>
            {step.groups.map(({ name }) => name).join(', ')}: {opensWords(step)}
          </List.Item>
        ))}
      </List>
      <Text size="xs" c={firstStepReaders !== null && firstStepReaders <= 1 ? 'var(--overread-warn)' : 'dimmed'}>
        {firstStepReaders === null ? text('shadow.nobody') : text('shadow.firstStep', { count: firstStepReaders })}
      </Text>
    </div>
  );
}
