import { Anchor, Group, Stack, Table, Text } from '@mantine/core';
import type { EffectivePolicyBody } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../session/api.js';
import { RecordLink } from '../jurisdictions/record-link.js';
import { ruleWords } from '../jurisdictions/rule-words.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { coverageWords } from './words/ladder-words.js';
import { PriorityRulesTable } from './priority-rules-table.js';
import { effectOf, conditionsOf } from './words/rule-words.js';

type Origin = EffectivePolicyBody['origins'][number];

function OriginOf({ origin }: { origin: Origin | null }) {
  if (origin === null) return <Text size="sm">{text('policies.builtIn')}</Text>;
  return (
    <Group gap={6} wrap="nowrap">
      <Anchor component={Link} to={`/policies/${origin.policyId}`} size="sm">
        {origin.policyName}
      </Anchor>
      <Text size="xs" c="dimmed">
        {label('policyScope', origin.scope)}, {text('network.version', { number: origin.number })}
      </Text>
    </Group>
  );
}

interface RulesProps {
  rules: EffectivePolicyBody['rules'];
  fallback: EffectivePolicyBody['settings']['fallback'];
}

function Rules({ rules, fallback }: RulesProps) {
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table aria-label={text('policies.effective')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('policies.order')}</Table.Th>
            <Table.Th>{text('policies.rule')}</Table.Th>
            <Table.Th>{text('policies.when')}</Table.Th>
            <Table.Th>{text('policies.then')}</Table.Th>
            <Table.Th>{text('policies.origin')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rules.map(({ rule, origin }, place) => (
            <Table.Tr key={`${origin.policyId} ${rule.id}`}>
              <Table.Td>{place + 1}</Table.Td>
              <Table.Td>{rule.name}</Table.Td>
              <Table.Td>{conditionsOf(rule.conditions)}</Table.Td>
              <Table.Td>{effectOf(rule)}</Table.Td>
              <Table.Td>
                <OriginOf origin={origin} />
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td>{rules.length + 1}</Table.Td>
            <Table.Td>{text('policies.fallback')}</Table.Td>
            <Table.Td>{text('policies.otherwise')}</Table.Td>
            <Table.Td>{text('policies.plan', { plan: fallback.value })}</Table.Td>
            <Table.Td>
              <OriginOf origin={fallback.origin} />
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Every rule over a facility in the order it is tried, with where it stands. */
export function EffectiveView({ facility }: { facility: string }) {
  const effective = useQuery({
    queryKey: ['policies', 'effective', facility],
    queryFn: () => client.policies.effective(facility),
  });
  return (
    <QueryView query={effective}>
      {({ priority, rules, settings, jurisdictionRules }) => (
        <Stack gap="xs">
          <PriorityRulesTable
            rules={priority.map(({ rule, origin }) => ({ rule, origin: <OriginOf origin={origin} /> }))}
          />
          <Rules rules={rules} fallback={settings.fallback} />
          <Group gap={6}>
            <Text size="sm">{text('policies.childrenBelow', { years: settings.pediatricBelowYears.value })}</Text>
            <OriginOf origin={settings.pediatricBelowYears.origin} />
          </Group>
          {settings.coverage.value !== null && (
            <Group gap={6}>
              <Text size="sm">{coverageWords(settings.coverage.value).join(' ')}</Text>
              <OriginOf origin={settings.coverage.origin} />
            </Group>
          )}
          {jurisdictionRules.length > 0 && (
            <Group gap={6}>
              <Text size="sm">{text('jurisdictions.overFacility')}</Text>
              {jurisdictionRules.map((rule) => (
                <Text key={rule.id} size="sm" component="span">
                  {ruleWords(rule)} <RecordLink id={rule.id} number={rule.number} />
                </Text>
              ))}
            </Group>
          )}
        </Stack>
      )}
    </QueryView>
  );
}
