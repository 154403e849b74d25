import { Accordion, Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { Decision } from '@overread/wire';
import { IconRepeat } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { minutes, percent } from '../ui/format.js';
import { sentenceOf } from '../ui/states.js';
import { mostOf, TermBars } from './term-bars.js';

const OUTCOME_COLORS: Record<string, string> = {
  'on-time': 'green',
  completed: 'green',
  accepted: 'blue',
  offered: 'blue',
  late: 'red',
};

function outcomeText({ state, reason, lateMinutes }: Decision['outcome']): string {
  if (lateMinutes !== null) return `${label('outcome', state)} · ${minutes(Math.abs(lateMinutes))}`;
  return reason ? `${label('outcome', state)}: ${label('declined', reason).toLowerCase()}` : label('outcome', state);
}

/** What the decision stood on, in one line each. */
function Facts({ decision }: { decision: Decision }) {
  const { pools, policy } = decision;
  const facts: [string, string][] = [];
  if (decision.slackMinutes !== null) facts.push([text('why.slack'), minutes(decision.slackMinutes)]);
  if (decision.breachChance !== null) facts.push([text('why.chance'), percent(decision.breachChance)]);
  // Nobody was weighed where somebody was named.
  if (pools && decision.weighs !== 'named') {
    const of = [pools.weighed, pools.eligible, pools.signedOn, pools.network].map((count) => count ?? '–');
    const [weighed, eligible, signedOn, network] = of as [number, number | string, number | string, number | string];
    const pool = decision.weighs === 'read' ? 'why.poolOfReads' : 'why.poolOfReaders';
    facts.push([text('why.pool'), text(pool, { weighed, eligible, signedOn, network })]);
  }
  if (decision.ladderStep !== null) facts.push([text('why.step'), String(decision.ladderStep + 1)]);
  if (policy) facts.push([text('why.policyVersion'), String(policy.version)]);
  if (decision.paramsVersion) facts.push([text('why.params'), decision.paramsVersion]);
  if (decision.gap !== null) facts.push([text('why.gap'), percent(decision.gap)]);
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Candidates({ decision }: { decision: Decision }) {
  const most = mostOf(decision.candidates);
  const better = decision.weighs === 'read' ? 'high' : 'low';
  if (decision.weighs === 'named') return null;
  return (
    <Stack gap={8}>
      <Text size="xs" c="dimmed">
        {text(better === 'low' ? 'why.lowBetter' : 'why.highBetter')}
      </Text>
      {decision.candidates.map((candidate, index) => (
        <div key={candidate.readerId ?? candidate.readId ?? index}>
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={index === 0 ? 600 : 400}>
              {better === 'high' && index > 0
                ? text('why.anotherRead', { place: index + 1 })
                : better === 'high'
                  ? text('why.thisRead')
                  : (candidate.name ?? text('why.someone'))}
            </Text>
            <Text size="sm" className="figure">
              {candidate.score.toFixed(2)}
            </Text>
          </Group>
          <TermBars terms={candidate.terms} most={most} better={better} />
        </div>
      ))}
    </Stack>
  );
}

/** For who watches over the network: decides again on what was kept, and says whether it comes out the same. */
function Replay({ studyId, decision }: { studyId: string; decision: Decision }) {
  const replay = useMutation({ mutationFn: () => client.studies.replay(studyId, decision.id) });
  const { data, error } = replay;
  const differs = data && (data.differences.length > 0 ? data.differences.join(', ') : text('why.replayTampered'));
  return (
    <Group gap="xs">
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconRepeat aria-hidden size={13} />}
        loading={replay.isPending}
        onClick={() => replay.mutate()}
      >
        {text('why.replay')}
      </Button>
      <Text size="xs" role="status" c={data && !data.same ? 'red' : 'dimmed'}>
        {data && (data.same ? text('why.replaySame') : text('why.replayDiffers', { fields: differs ?? '' }))}
        {error && sentenceOf(error)}
      </Text>
    </Group>
  );
}

function DecisionItem({ studyId, decision }: { studyId: string; decision: Decision }) {
  const replays = useMay()('replay-decision') && decision.hash !== null;
  return (
    <Accordion.Item value={decision.id}>
      <Accordion.Control>
        <Group gap="xs" justify="space-between" wrap="nowrap">
          <div>
            <Text size="sm">
              <When at={decision.at} /> · {label('trigger', decision.trigger)} →{' '}
              <b>{decision.chosenName ?? (decision.chosen ? text('why.someone') : text('why.nobody'))}</b>
            </Text>
            <Text size="xs" c="dimmed">
              {decision.why.text}
            </Text>
            {decision.said && (
              <Text size="xs" c="dimmed">
                {text('why.said', { name: decision.said.by.name, reason: decision.said.reason })}
              </Text>
            )}
          </div>
          <Badge
            variant="light"
            radius="sm"
            tt="none"
            color={OUTCOME_COLORS[decision.outcome.state] ?? 'gray'}
            flex="none"
          >
            {outcomeText(decision.outcome)}
          </Badge>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          <Facts decision={decision} />
          <Candidates decision={decision} />
          {replays && <Replay studyId={studyId} decision={decision} />}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** What was decided about a read, in order: why this one, what came of it, and every term that was weighed. */
export function DecisionList({ studyId, decisions }: { studyId: string; decisions: readonly Decision[] }) {
  const last = decisions.at(-1);
  return (
    <Accordion variant="separated" chevronPosition="left" multiple defaultValue={last ? [last.id] : []}>
      {decisions.map((decision) => (
        <DecisionItem key={decision.id} studyId={studyId} decision={decision} />
      ))}
    </Accordion>
  );
}
