import { Anchor, Badge, Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { everyItem } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';
import { EffectiveView } from './effective-view.js';
import { NewPolicyDialog } from './new-policy-dialog.js';
import type { Policy } from './policy-version.js';

const color: Record<string, string> = { active: 'green', draft: 'gray', tested: 'blue', retired: 'gray' };

export const StateOfVersion = ({ state }: { state: string }) => (
  <Badge color={color[state]} variant="light" radius="sm" tt="none">
    {label('policyState', state)}
  </Badge>
);

/** A policy in one line: which version is in force, and what waits to be. */
function Row({ policy }: { policy: Policy }) {
  const active = policy.versions.find(({ state }) => state === 'active');
  const waiting = policy.versions.filter(({ state }) => state === 'draft' || state === 'tested');
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/policies/${policy.id}`} size="sm" fw={600}>
          {policy.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {label('policyScope', policy.scope)}
        </Text>
      </Table.Td>
      <Table.Td>
        {active ? (
          <Group gap="xs">
            <Text size="sm">{text('network.version', { number: active.number })}</Text>
            <StateOfVersion state="active" />
            {policy.forbidden.length > 0 && (
              <Badge color="red" variant="light" radius="sm" tt="none">
                {text('jurisdictions.forbidsShort')}
              </Badge>
            )}
          </Group>
        ) : (
          text('policies.noneActive')
        )}
      </Table.Td>
      <Table.Td>{active && <When at={active.activatedAt} />}</Table.Td>
      <Table.Td>{active && sizeOf(active.document)}</Table.Td>
      <Table.Td>
        <Group gap={6}>
          {waiting.slice(0, 4).map((version) => (
            <Group key={version.id} gap={4}>
              <Text size="sm">{version.number}</Text>
              <StateOfVersion state={version.state} />
            </Group>
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

export const sizeOf = ({ plans, rules }: { plans: unknown[]; rules: unknown[] }): string =>
  text('network.policySize', { plans: plans.length, rules: rules.length });

function List({ policies }: { policies: Policy[] }) {
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table aria-label={text('network.policies')} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('network.name')}</Table.Th>
            <Table.Th>{text('policies.inForce')}</Table.Th>
            <Table.Th>{text('policies.since')}</Table.Th>
            <Table.Th>{text('policies.size')}</Table.Th>
            <Table.Th>{text('policies.waiting')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {policies.map((policy) => (
            <Row key={policy.id} policy={policy} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Every policy, and what they amount to for one facility. */
export function Policies() {
  const policies = useQuery({ queryKey: ['policies'], queryFn: () => everyItem(client.policies.list) });
  const facilities = useQuery({
    queryKey: ['facilities'],
    queryFn: () => everyItem(client.network.facilities.list),
  });
  const [facility, setFacility] = useState<string | null>(null);
  const [makes, setMakes] = useState(false);
  const manages = useMay()('manage-policies');
  return (
    <Stack gap="xl">
      {manages && (
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setMakes(true)}>
            {text('newPolicy.title')}
          </Button>
        </Group>
      )}
      {makes && <NewPolicyDialog policies={policies.data ?? []} onClose={() => setMakes(false)} />}
      <QueryView query={policies} empty={{ when: (list) => list.length === 0, title: 'network.noPolicies' }}>
        {(list) => <List policies={list} />}
      </QueryView>
      <Stack gap="sm">
        <Select
          label={text('policies.effectiveFor')}
          description={text('policies.effectiveAbout')}
          placeholder={text('policies.pickFacility')}
          data={(facilities.data ?? []).map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={facility}
          onChange={setFacility}
          searchable
          maw={420}
        />
        {facility !== null && <EffectiveView facility={facility} />}
      </Stack>
    </Stack>
  );
}
