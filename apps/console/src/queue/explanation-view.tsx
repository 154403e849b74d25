import { Accordion, Badge, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { IconCircleCheck, IconCircleDashed, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { nameOf, useReadingGroups } from '../network/directory.js';
import { counted, label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';

type ReadExplanation = Explanation['reads'][number];
type Decision = ReadExplanation['decisions'][number];

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

interface PoolShape {
  tiers?: string[];
  readingGroupIds?: string[];
  readerId?: string | null;
}

/** A pool in words: its tiers and groups; a pool of no group takes every contracted one. */
function usePoolWords(people: Map<string, string>): (pool: unknown) => string {
  const groups = useReadingGroups().data;
  return (pool) => {
    if (typeof pool === 'string') return pool;
    const { tiers = [], readingGroupIds = [], readerId } = (pool ?? {}) as PoolShape;
    if (readerId) return people.get(readerId) ?? text('why.namedReader');
    const names = readingGroupIds.map((id) => nameOf(groups, id) ?? id.slice(-6));
    const of = names.length > 0 ? names.join(', ') : text('why.everyGroup');
    return tiers.length > 0 ? `${tiers.map((tier) => label('tier', tier)).join(', ')} · ${of}` : of;
  };
}

function Ladder({ read, people }: { read: ReadExplanation; people: Map<string, string> }) {
  const poolWords = usePoolWords(people);
  return (
    <List spacing={6} size="sm" center={false}>
      {read.ladder.map((step) => (
        <List.Item
          key={step.step}
          icon={
            step.openedAt ? (
              <IconCircleCheck aria-hidden size={17} color="var(--overread-good)" />
            ) : (
              <IconCircleDashed aria-hidden size={17} color="var(--mantine-color-dimmed)" />
            )
          }
        >
          <Text size="sm">{poolWords(step.pool)}</Text>
          <Text size="xs" c="dimmed">
            {step.openedAt ? (
              <>
                {text('why.opened')} <When at={step.openedAt} />
              </>
            ) : (
              text('why.opens', { when: step.opensWhen })
            )}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

function Ineligible({ read }: { read: ReadExplanation }) {
  return (
    <Stack gap={8} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {read.ineligible.map((reader) => (
        <li key={reader.readerId}>
          <Group gap={6} wrap="nowrap" align="flex-start">
            <IconX aria-hidden size={16} color="var(--overread-bad)" style={{ marginTop: 2, flexShrink: 0 }} />
            <div>
              <Text size="sm" fw={600}>
                {reader.name}
              </Text>
              {reader.failed.map((failed) => (
                <Text size="sm" c="dimmed" key={`${failed.code}${failed.fact}`}>
                  <b>{label('rule', failed.code)}</b>: {failed.fact}
                </Text>
              ))}
            </div>
          </Group>
        </li>
      ))}
    </Stack>
  );
}

function DecisionRow({ decision, people }: { decision: Decision; people: Map<string, string> }) {
  const name = (id: string | null | undefined): string => (id ? (people.get(id) ?? id.slice(-6)) : text('why.nobody'));
  return (
    <Accordion.Item value={`${decision.at}${decision.trigger}`}>
      <Accordion.Control>
        <Text size="sm">
          <When at={decision.at} /> · {label('trigger', decision.trigger)} → <b>{name(decision.chosen)}</b>
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Table fz="xs" verticalSpacing={3}>
          <Table.Tbody>
            {decision.candidates.map((candidate, index) => (
              <Table.Tr key={`${candidate.readerId ?? candidate.readId ?? ''}${index}`}>
                <Table.Td>{name(candidate.readerId ?? candidate.readId)}</Table.Td>
                <Table.Td ta="right">{candidate.score.toFixed(2)}</Table.Td>
                <Table.Td>
                  {Object.entries(candidate.terms)
                    .map(([term, value]) => `${label('term', term)} ${value.toFixed(2)}`)
                    .join(', ')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function ReadView({ read }: { read: ReadExplanation }) {
  const people = new Map([...read.eligible, ...read.ineligible].map((one) => [one.readerId, one.name]));
  const rules = Object.entries(read.failedByRule).filter(([, count]) => count > 0);
  return (
    <Stack gap="md">
      <Section title={text('why.ladder')}>
        <Ladder read={read} people={people} />
      </Section>
      <Section title={counted('why.eligible', read.eligible.length)}>
        {read.eligible.length === 0 && <Text size="sm">{text('why.noneEligible')}</Text>}
        <Group gap={6}>
          {read.eligible.map((one) => (
            <Badge key={one.readerId} variant="light" color="green" radius="sm" tt="none">
              {one.name}
              {one.tier && ` · ${label('tier', one.tier)}`}
            </Badge>
          ))}
        </Group>
      </Section>
      <Section title={counted('why.ineligible', read.ineligible.length)}>
        {rules.length > 0 && (
          <Text size="xs" c="dimmed">
            {text('why.network')} {rules.map(([code, count]) => `${label('rule', code)} ${count}`).join(' · ')}
          </Text>
        )}
        <Ineligible read={read} />
      </Section>
      {read.decisions.length > 0 && (
        <Section title={text('why.decisions')}>
          <Accordion variant="separated" chevronPosition="left">
            {read.decisions.map((decision) => (
              <DecisionRow key={`${decision.at}${decision.trigger}`} decision={decision} people={people} />
            ))}
          </Accordion>
        </Section>
      )}
    </Stack>
  );
}

/** Why a read is where it is: the plan and its rule, the ladder, who may take it, who may not and why, what was decided. */
export function ExplanationView({ explanation, readId }: { explanation: Explanation; readId?: string }) {
  const reads = readId ? explanation.reads.filter((read) => read.readId === readId) : explanation.reads;
  const { policy } = explanation;
  return (
    <Stack gap="md">
      <Section title={text('why.plan')}>
        <Text size="sm">
          {policy
            ? text('why.policy', {
                plan: policy.plan,
                rule: policy.rule ?? text('why.fallback'),
                version: policy.version,
              })
            : text('why.noPolicy')}
        </Text>
        {explanation.lines.length > 0 && (
          <List size="sm" c="dimmed">
            {explanation.lines.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        )}
      </Section>
      {reads.map((read) => (
        <ReadView key={read.readId} read={read} />
      ))}
    </Stack>
  );
}
