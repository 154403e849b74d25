import { List, Stack, Text } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { counted, text } from '../texts/text.js';
import { DecisionList } from './decision-list.js';
import { Ladder } from './ladder.js';
import { OnTimeView } from './on-time.js';
import { Section } from './section.js';
import { Eligible, Ineligible, RuleCounts } from './who-may.js';
import { WhyNotSearch } from './why-not-search.js';

type ReadExplanation = Explanation['reads'][number];

function ReadView({ studyId, read }: { studyId: string; read: ReadExplanation }) {
  const people = new Map([...read.eligible, ...read.ineligible].map((one) => [one.readerId, one.name]));
  return (
    <Stack gap="md">
      <Section title={text('why.ladder')}>
        <Ladder steps={read.ladder} people={people} />
      </Section>
      {read.decisions.length > 0 && (
        <Section title={text('why.decisions')}>
          <DecisionList studyId={studyId} decisions={read.decisions} />
        </Section>
      )}
      {read.onTime && (
        <Section title={text('onTime.title')}>
          <OnTimeView answer={read.onTime} />
        </Section>
      )}
      {people.size > 0 && (
        <Section title={text('whyNot.title')}>
          <WhyNotSearch studyId={studyId} readId={read.readId} people={people} />
        </Section>
      )}
      <Section title={counted('why.eligible', read.eligible.length)}>
        {read.eligible.length === 0 && <Text size="sm">{text('why.noneEligible')}</Text>}
        <Eligible readers={read.eligible} />
      </Section>
      <Section title={counted('why.ineligible', read.ineligible.length)}>
        <RuleCounts failed={read.failedByRule} alone={read.soleBlockers} />
        <Ineligible readers={read.ineligible} />
      </Section>
    </Stack>
  );
}

/** Why a study is where it is: the plan and its rule, the ladder, what was decided and why, why not another, what would help. */
export function ExplanationView({ explanation, readId }: { explanation: Explanation; readId?: string }) {
  const reads = readId ? explanation.reads.filter((read) => read.readId === readId) : explanation.reads;
  const { policy, studyId } = explanation;
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
        <ReadView key={read.readId} studyId={studyId} read={read} />
      ))}
    </Stack>
  );
}
