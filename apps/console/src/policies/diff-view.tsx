import { Badge, Code, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { PolicyDiff } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import type { Policy, PolicyVersion } from './policy-version.js';

const color: Record<string, string> = { added: 'green', removed: 'red', changed: 'blue', moved: 'gray' };

/** What differs between the shown version and another. */
export function DiffView({ policy, version }: { policy: Policy; version: PolicyVersion }) {
  const others = policy.versions.filter(({ number }) => number !== version.number);
  const first = others.find(({ state }) => state === 'active') ?? others[0];
  const [from, setFrom] = useState(String(first?.number ?? ''));
  const diff = useQuery({
    queryKey: ['policies', policy.id, 'diff', from, version.number],
    queryFn: () => client.policies.diff(policy.id, { from: Number(from), to: version.number }),
  });
  return (
    <Stack>
      <Select
        label={text('policies.against')}
        data={others.map(({ number, state }) => ({
          value: String(number),
          label: `${number} · ${label('policyState', state)}`,
        }))}
        value={from}
        onChange={(value) => setFrom(value ?? from)}
        allowDeselect={false}
        w={220}
      />
      <QueryView query={diff} empty={{ when: ({ items }) => items.length === 0, title: 'policies.same' }}>
        {({ items }) => (
          <Stack gap="sm">
            {items.map((item) => (
              <Difference key={`${item.what} ${item.key} ${item.kind}`} item={item} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Stack>
  );
}

function Difference({ item }: { item: PolicyDiff['items'][number] }) {
  const { what, key, kind, fields, before, after } = item;
  return (
    <section aria-label={`${label('documentPart', what)} ${key}`}>
      <Group gap="xs" mb={4}>
        <Badge color={color[kind]} variant="light" radius="sm" tt="none">
          {label('change', kind)}
        </Badge>
        <Text size="sm" fw={600}>
          {label('documentPart', what)} {key}
        </Text>
        {fields.length > 0 && (
          <Text size="sm" c="dimmed">
            {fields.join(', ')}
          </Text>
        )}
      </Group>
      {kind !== 'moved' && (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {[before, after].map((value, side) =>
            value === null || value === undefined ? (
              <Text key={side} size="sm" c="dimmed">
                {text('policies.notThere')}
              </Text>
            ) : (
              <Code key={side} block>
                {JSON.stringify(fields.length > 0 ? only(value, fields) : value, null, 2)}
              </Code>
            ),
          )}
        </SimpleGrid>
      )}
    </section>
  );
}

const only = (value: unknown, fields: readonly string[]): unknown =>
  Object.fromEntries(Object.entries(value as object).filter(([name]) => fields.includes(name)));
