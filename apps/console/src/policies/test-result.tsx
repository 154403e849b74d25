import { Anchor, Badge, List, Paper, Stack, Table, Text } from '@mantine/core';
import type { PolicyTestResult } from '@overread/wire';
import { Link } from 'react-router';
import { counted, label, text } from '../texts/text.js';

type Item = PolicyTestResult['items'][number];
/** A page shows the first of thousands; the answer of the API has them all. */
const SHOWN = 200;

const routed = ({ plan, ruleId, priority }: Item['before']): string => {
  const by = ruleId === null ? text('policies.fallback').toLowerCase() : ruleId;
  return `${label('priority', priority)}, ${plan} (${by})`;
};

/** What a test came to: how many would change, which rules took effect, and each study before and after. */
export function TestResult({ result }: { result: PolicyTestResult }) {
  const changed = result.items.filter((item) => item.changed);
  const shown = (changed.length > 0 ? changed : result.items).slice(0, SHOWN);
  return (
    <Paper withBorder p="md" component="section" aria-label={text('policies.result')} role="status">
      <Stack gap="sm">
        <Text fw={600}>
          {text('policies.resultIs', {
            studies: counted('policies.studiesTried', result.studies),
            changed: result.changed,
          })}
        </Text>
        {result.truncated && (
          <Text size="sm">{text('policies.truncated', { found: result.found.toLocaleString('en') })}</Text>
        )}
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('policies.study')}</Table.Th>
              <Table.Th>{text('policies.before')}</Table.Th>
              <Table.Th>{text('policies.after')}</Table.Th>
              <Table.Th>{text('policies.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((item) => (
              <ResultRow key={item.studyId ?? item.sample} item={item} />
            ))}
          </Table.Tbody>
        </Table>
        {result.kind === 'period' && (
          <Text size="sm">{result.rules.map(({ name, matched }) => `${name}: ${matched}`).join(' · ')}</Text>
        )}
      </Stack>
    </Paper>
  );
}

function ResultRow({ item }: { item: Item }) {
  return (
    <Table.Tr>
      <Table.Td>
        {item.studyId === null ? (
          text('policies.sample')
        ) : (
          <Anchor component={Link} to={`/studies/${item.studyId}`} size="sm">
            {text('policies.openStudy')}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>{routed(item.before)}</Table.Td>
      <Table.Td>
        {routed(item.after)}{' '}
        {item.changed && (
          <Badge variant="light" radius="sm" tt="none">
            {text('policies.differs')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <List size="sm">
          {item.lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </Table.Td>
    </Table.Tr>
  );
}
