import { Code, ScrollArea, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import type { PolicyDocument } from '@overread/domain';
import { useState } from 'react';
import { text } from '../texts/text.js';
import { coverageWords } from './words/ladder-words.js';
import { documentOf, type PolicyVersion } from './policy-version.js';
import { PlanWords } from './words/plan-words.js';
import { PriorityRulesTable } from './priority-rules-table.js';
import { conditionsOf, effectOf } from './words/rule-words.js';

/** A version to read: as rules and plans, or as the JSON it is. */
export function DocumentView({ version }: { version: PolicyVersion }) {
  const [form, setForm] = useState('words');
  const document = documentOf(version);
  return (
    <Stack>
      <SegmentedControl
        aria-label={text('policies.shownAs')}
        value={form}
        onChange={setForm}
        data={[
          { value: 'words', label: text('policies.asWords') },
          { value: 'json', label: text('policies.asJson') },
        ]}
        w={260}
      />
      {form === 'json' ? (
        <ScrollArea.Autosize
          mah={560}
          type="auto"
          viewportProps={{ tabIndex: 0, 'aria-label': text('network.document') }}
        >
          <Code block>{JSON.stringify(document, null, 2)}</Code>
        </ScrollArea.Autosize>
      ) : (
        <>
          <PriorityRulesTable rules={(document.priority ?? []).map((rule) => ({ rule }))} />
          <RulesTable rules={document.rules} />
          {document.fallback !== undefined && (
            <Text size="sm">{text('policies.fallbackIs', { plan: document.fallback })}</Text>
          )}
          {document.pediatricBelowYears !== undefined && (
            <Text size="sm">{text('policies.childrenBelow', { years: document.pediatricBelowYears })}</Text>
          )}
          {coverageWords(document.coverage ?? {}).map((words) => (
            <Text key={words} size="sm">
              {words}
            </Text>
          ))}
          {document.plans.map((plan) => (
            <PlanWords key={plan.name} plan={plan} />
          ))}
        </>
      )}
    </Stack>
  );
}

function RulesTable({ rules }: Pick<PolicyDocument, 'rules'>) {
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table aria-label={text('policies.rules')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('policies.order')}</Table.Th>
            <Table.Th>{text('policies.rule')}</Table.Th>
            <Table.Th>{text('policies.when')}</Table.Th>
            <Table.Th>{text('policies.then')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rules.map((rule, place) => (
            <Table.Tr key={rule.id}>
              <Table.Td>{place + 1}</Table.Td>
              <Table.Td>{rule.name}</Table.Td>
              <Table.Td>{conditionsOf(rule.conditions)}</Table.Td>
              <Table.Td>{effectOf(rule)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
