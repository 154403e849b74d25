import { Accordion, Badge, Group, List, Stack, Text, Title } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { counted, label, text } from '../texts/text.js';
import { DecisionList } from './decision-list.js';
import { Ladder } from './ladder.js';
import { OnTimeView } from './on-time.js';
import { Section } from './section.js';
import { Eligible, Ineligible, RuleCounts } from './who-may.js';
import { WhyNotSearch } from './why-not-search.js';

type ReadExplanation = Explanation['reads'][number];

/** Which read it is, how it stands and who has it. */
function ReadHeading({ read: { ordinal, purpose, issues, state, holder, why } }: { read: ReadExplanation }) {
  return (
    <div>
      <Group gap="xs">
        <Title order={3} size="h5">
          {text('why.read', {
            number: ordinal + 1,
            purpose: label('purpose', purpose).toLowerCase(),
            issues: label('issues', issues).toLowerCase(),
          })}
        </Title>
        <Badge variant="light" radius="sm" tt="none" color="gray" flex="none">
          {label('readState', state)}
        </Badge>
      </Group>
      <Text size="sm">{holder ? `${why.text} · ${holder.name}` : why.text}</Text>
    </div>
  );
}

const isOver = ({ state }: ReadExplanation): boolean => state === 'completed' || state === 'cancelled';

/** Who may take it and who may not; of a read that is over folded, because nobody takes it any more. */
function WhoMay({ read }: { read: ReadExplanation }) {
  const lists = (
    <>
      <Section title={counted('why.eligible', read.eligibleCount)}>
        {read.eligibleCount === 0 && <Text size="sm">{text('why.noneEligible')}</Text>}
        <Eligible readers={read.eligible} all={read.eligibleCount} />
      </Section>
      <Section title={counted('why.ineligible', read.ineligibleCount)}>
        <RuleCounts failed={read.failedByRule} alone={read.soleBlockers} />
        <Ineligible readers={read.ineligible} all={read.ineligibleCount} />
      </Section>
    </>
  );
  if (!isOver(read)) return lists;
  return (
    <Accordion variant="contained">
      <Accordion.Item value="now">
        <Accordion.Control>{text('why.asOfNow')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">{lists}</Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

interface ReadViewProps {
  studyId: string;
  read: ReadExplanation;
  /** Beside a row of the queue, which has said already which read it is. */
  alone: boolean;
}

function ReadView({ studyId, read, alone }: ReadViewProps) {
  const people = new Map([...read.eligible, ...read.ineligible].map((one) => [one.readerId, one.name]));
  const some = people.size < read.eligibleCount + read.ineligibleCount;
  return (
    <Stack gap="md">
      {!alone && <ReadHeading read={read} />}
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
          <WhyNotSearch studyId={studyId} readId={read.readId} people={people} someOf={some} />
        </Section>
      )}
      <WhoMay read={read} />
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
        <ReadView key={read.readId} studyId={studyId} read={read} alone={readId !== undefined} />
      ))}
    </Stack>
  );
}
