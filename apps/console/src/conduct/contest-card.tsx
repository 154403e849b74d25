import { Badge, Button, Group, Paper, Radio, Stack, Text } from '@mantine/core';
import { CONTEST_OUTCOMES } from '@overread/domain';
import type { ConductContest } from '@overread/wire';
import { useState } from 'react';
import { SaidDialog } from '../acts/said-dialog.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { date, percent } from '../ui/format.js';

type Outcome = (typeof CONTEST_OUTCOMES)[number];

/** The figure as it stood when it was contested. */
function figureThen({ about, figures }: ConductContest): string {
  if (figures === null) return text('conduct.offShort');
  if (about === 'night' || about === 'pressing') return percent(figures[about].own);
  return String(figures[about]?.n ?? text('none'));
}

function AnswerDialog({ contest, onClose }: { contest: ConductContest; onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  return (
    <SaidDialog
      title={text('conduct.answer')}
      label={text('reason')}
      done={text('conduct.answered')}
      errorTitle={text('conduct.refused')}
      shownBy={[['conduct']]}
      ready={outcome !== ''}
      send={(reason) => client.conduct.answer(contest.id, { outcome: outcome || 'upheld', reason })}
      onClose={onClose}
    >
      <Radio.Group
        withAsterisk
        label={text('conduct.outcome', { figure: label('contestSubject', contest.about) })}
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
      >
        <Stack gap="xs" mt="xs">
          {CONTEST_OUTCOMES.map((each) => (
            <Radio
              key={each}
              value={each}
              label={label('contestOutcome', each)}
              description={label('contestOutcomeWhy', each)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </SaidDialog>
  );
}

function Answered({ answer }: Pick<ConductContest, 'answer'>) {
  if (answer === null) return null;
  return (
    <Text size="sm">
      <b>{label('contestOutcome', answer.outcome)}</b>: {answer.reason} ({answer.by.name}, <When at={answer.at} />)
    </Text>
  );
}

/** What a reader said to a figure, and what was said to that. */
export function ContestCard({ contest, name }: { contest: ConductContest; name?: string }) {
  const [answering, setAnswering] = useState(false);
  const may = useMay();
  const subject = label('contestSubject', contest.about);
  return (
    <Paper withBorder p="sm" component="article" aria-label={name ? `${name}: ${subject}` : subject}>
      <Stack gap={4}>
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {name && `${name}: `}
            {text('conduct.contested', { figure: subject, value: figureThen(contest) })}
          </Text>
          <Badge radius="sm" tt="none" variant="light" color={contest.answer ? 'gray' : 'orange'}>
            {contest.answer ? label('contestOutcome', contest.answer.outcome) : text('conduct.unanswered')}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed">
          {text('conduct.ofTime', { from: date(contest.since), until: date(contest.at) })} · <When at={contest.at} />
        </Text>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {contest.note}
        </Text>
        <Answered answer={contest.answer} />
        {contest.answer === null && may('answer-contest') && (
          <Group>
            <Button size="xs" variant="default" onClick={() => setAnswering(true)}>
              {text('conduct.answer')}
            </Button>
          </Group>
        )}
      </Stack>
      {answering && <AnswerDialog contest={contest} onClose={() => setAnswering(false)} />}
    </Paper>
  );
}
