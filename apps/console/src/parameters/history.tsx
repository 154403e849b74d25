import { Anchor, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { DispatchParameters } from '@overread/wire';
import { Link } from 'react-router';
import { text } from '../texts/text.js';
import { time, utc } from '../ui/format.js';
import { short } from './field-table.js';
import { parameterName } from './proposal.js';

type Version = DispatchParameters['history'][number];

/** Each number that differs, before and after. */
export function Differences({ differences }: { differences: readonly { path: string; from: number; to: number }[] }) {
  return (
    <List size="sm">
      {differences.map(({ path, from, to }) => (
        <List.Item key={path}>
          {text('parameters.diff', { name: parameterName(path), from: short(from), to: short(to) })}
        </List.Item>
      ))}
    </List>
  );
}

interface HistoryProps {
  history: readonly Version[];
  onPropose?: ((version: Version) => void) | undefined;
}

function Past({ version, onPropose }: { version: Version; onPropose: HistoryProps['onPropose'] }) {
  const { number, by, inForceAt, reason, backTo, whatIfId, differences } = version;
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Group justify="space-between" align="flex-start">
        <div>
          <Text size="sm" fw={600} title={utc(inForceAt)}>
            {text('parameters.historyLine', { number, at: time(inForceAt), name: by.name })}
          </Text>
          <Text size="sm">{reason}</Text>
          <Group gap="xs">
            {backTo !== null && (
              <Text size="xs" c="dimmed">
                {text('parameters.wentBack', { number: backTo })}
              </Text>
            )}
            {whatIfId && (
              <Anchor size="xs" component={Link} to={`/what-if?run=${whatIfId}`}>
                {text('parameters.tried')}
              </Anchor>
            )}
          </Group>
        </div>
        {onPropose && (
          <Button size="xs" variant="default" onClick={() => onPropose(version)}>
            {text('parameters.putAgain')}
          </Button>
        )}
      </Group>
      <Differences differences={differences} />
    </Paper>
  );
}

/** Who put what in force, and why. */
export function History({ history, onPropose }: HistoryProps) {
  return (
    <section aria-label={text('parameters.history')}>
      <Title order={2} size="h5" mb={4}>
        {text('parameters.history')}
      </Title>
      {history.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('parameters.historyNone')}
        </Text>
      )}
      <Stack gap="xs">
        {history.map((version, index) => (
          <Past key={version.number} version={version} onPropose={index === 0 ? undefined : onPropose} />
        ))}
      </Stack>
    </section>
  );
}
