import { Accordion, Badge, Code, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { everyItem, type Client } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';

type Policy = Awaited<ReturnType<Client['policies']['list']>>['items'][number];
const color: Record<string, string> = { active: 'green', draft: 'gray', tested: 'blue', retired: 'gray' };

function Versions({ policy }: { policy: Policy }) {
  return (
    <Accordion variant="contained" chevronPosition="left">
      {policy.versions.map((version) => (
        <Accordion.Item key={version.id} value={version.id}>
          <Accordion.Control>
            <Group gap="sm">
              <Text size="sm" fw={600}>
                {text('network.version', { number: version.number })}
              </Text>
              <Badge color={color[version.state]} variant="light" radius="sm" tt="none">
                {label('policyState', version.state)}
              </Badge>
              <Text size="xs" c="dimmed">
                {text('network.policySize', {
                  plans: version.document.plans.length,
                  rules: version.document.rules.length,
                })}
                {version.activatedAt && (
                  <>
                    {' · '}
                    <When at={version.activatedAt} />
                  </>
                )}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <ScrollArea.Autosize
              mah={420}
              type="auto"
              viewportProps={{ tabIndex: 0, 'aria-label': text('network.document') }}
            >
              <Code block>{JSON.stringify(version.document, null, 2)}</Code>
            </ScrollArea.Autosize>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

export function Policies() {
  const policies = useQuery({ queryKey: ['policies'], queryFn: () => everyItem(client.policies.list) });
  return (
    <QueryView query={policies} empty={{ when: (list) => list.length === 0, title: 'network.noPolicies' }}>
      {(list) => (
        <Stack gap="lg">
          {list.map((policy) => (
            <section key={policy.id} aria-label={policy.name}>
              <Text fw={600} mb="xs">
                {label('policyScope', policy.scope)}: {policy.name}
              </Text>
              <Versions policy={policy} />
            </section>
          ))}
        </Stack>
      )}
    </QueryView>
  );
}
