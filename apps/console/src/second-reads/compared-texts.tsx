import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Comparison } from '@overread/wire';
import { label, text } from '../texts/text.js';

type Side = 'first' | 'second';

function Part({ name, content }: { name: string; content: string }) {
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed">
        {name}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {content}
      </Text>
    </div>
  );
}

function OneText({ side, read }: { side: Side; read: Comparison[Side] }) {
  return (
    <Paper withBorder p="sm" component="article" aria-label={text(`compare.${side}`)} data-side={side}>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {text(`compare.${side}`)}
        </Text>
        <Text size="xs" c="dimmed">
          {read.author?.name ?? text('compare.unnamed')}
        </Text>
        <Part name={text('report.conclusion')} content={label('conclusion', read.conclusion)} />
        <Part name={text('report.impression')} content={read.impression} />
        {Object.entries(read.sections).map(([name, content]) => (
          <Part key={name} name={label('section', name)} content={content} />
        ))}
      </Stack>
    </Paper>
  );
}

const color: Record<string, string> = { none: 'green', minor: 'yellow', 'possibly-significant': 'red' };

/** The two reads of a pair side by side. */
export function ComparedTexts({ comparison }: { comparison: Comparison }) {
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h5" id="compared">
          {text('compare.title')}
        </Title>
        <Badge color={color[comparison.difference ?? ''] ?? 'gray'} variant="light" radius="sm" tt="none">
          {label('difference', comparison.difference)}
        </Badge>
      </Group>
      <SimpleGrid cols={2} spacing="sm">
        <OneText side="first" read={comparison.first} />
        <OneText side="second" read={comparison.second} />
      </SimpleGrid>
    </Stack>
  );
}
