import { Table } from '@mantine/core';
import type { PriorityRule } from '@overread/domain';
import type { ReactNode } from 'react';
import { label, text } from '../texts/text.js';
import { conditionsOf } from './words/rule-words.js';

export interface ShownPriorityRule {
  rule: Pick<PriorityRule, 'id' | 'name' | 'from' | 'to' | 'reason'> & {
    conditions: Parameters<typeof conditionsOf>[0];
  };
  /** Where it stands, in a view of more than one policy. */
  origin?: ReactNode;
}

const outcomeOf = ({ from, to, reason }: ShownPriorityRule['rule']): string => {
  const [was, is] = [label('priority', from), label('priority', to)];
  return from === to
    ? text('policies.priorityStays', { priority: was, reason })
    : text('policies.priorityBecomes', { from: was, to: is, reason });
};

/** What requested priorities count as, in the order it is asked. */
export function PriorityRulesTable({ rules }: { rules: readonly ShownPriorityRule[] }) {
  if (rules.length === 0) return null;
  const placed = rules.some(({ origin }) => origin !== undefined);
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table aria-label={text('policies.priority')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('policies.order')}</Table.Th>
            <Table.Th>{text('policies.priorityRule')}</Table.Th>
            <Table.Th>{text('policies.when')}</Table.Th>
            <Table.Th>{text('policies.then')}</Table.Th>
            {placed && <Table.Th>{text('policies.origin')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rules.map(({ rule, origin }, place) => (
            <Table.Tr key={`${place} ${rule.id}`}>
              <Table.Td>{place + 1}</Table.Td>
              <Table.Td>{rule.name}</Table.Td>
              <Table.Td>{conditionsOf(rule.conditions)}</Table.Td>
              <Table.Td>{outcomeOf(rule)}</Table.Td>
              {placed && <Table.Td>{origin}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
