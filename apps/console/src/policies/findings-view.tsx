import { Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { RecordLink } from '../jurisdictions/record-link.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import type { Policy, PolicyVersion } from './policy-version.js';

/** What is wrong or doubtful about a version, at its place. */
export function FindingsView({ policy, version }: { policy: Policy; version: PolicyVersion }) {
  const findings = useQuery({
    queryKey: ['policies', policy.id, 'lint', version.number],
    queryFn: () => client.policies.lint(policy.id, version.number),
  });
  return (
    <QueryView query={findings} empty={{ when: ({ items }) => items.length === 0, title: 'policies.noFindings' }}>
      {({ items }) => (
        <Table aria-label={text('policies.findings')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('policies.severity')}</Table.Th>
              <Table.Th>{text('policies.place')}</Table.Th>
              <Table.Th>{text('policies.finding')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ severity, code, path, message, jurisdictionRule }) => (
              <Table.Tr key={`${path} ${code} ${jurisdictionRule?.id ?? ''}`}>
                <Table.Td>
                  <Badge color={severity === 'error' ? 'red' : 'yellow'} variant="light" radius="sm" tt="none">
                    {label('severity', severity)}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" ff="monospace">
                    {path}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {message}
                  <Text size="xs" c="dimmed" ff="monospace">
                    {code}
                  </Text>
                  {jurisdictionRule && <RecordLink {...jurisdictionRule} />}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </QueryView>
  );
}
