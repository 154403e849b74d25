import { Button, Group, Radio, Select, Stack, Textarea } from '@mantine/core';
import { ADJUDICATION_OUTCOMES, RADPEER_GRADES } from '@overread/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { told } from '../ui/notify.js';
import { ProblemAlert } from '../ui/states.js';

type Outcome = (typeof ADJUDICATION_OUTCOMES)[number];
type Score = (typeof RADPEER_GRADES)[number];

function useDecision(readId: string) {
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [score, setScore] = useState<Score | null>(null);
  const [comment, setComment] = useState('');
  const decide = useMutation({
    mutationFn: (given: Outcome) => client.reads.adjudicate(readId, { outcome: given, score, comment }),
    onSuccess: () => {
      told(text('adjudicate.done'));
      for (const queryKey of [['comparison', readId], ['read', readId], ['worklist']])
        void queries.invalidateQueries({ queryKey });
    },
  });
  return { outcome, setOutcome, score, setScore, comment, setComment, decide };
}

/** A third reader says whose reading they uphold, and why. */
export function AdjudicationForm({ readId }: { readId: string }) {
  const { outcome, setOutcome, score, setScore, comment, setComment, decide } = useDecision(readId);
  const ready = outcome !== null && comment.trim() !== '';
  return (
    <form
      aria-label={text('adjudicate.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !decide.isPending) decide.mutate(outcome);
      }}
    >
      <Stack gap="sm">
        <Radio.Group
          label={text('adjudicate.title')}
          description={text('adjudicate.lead')}
          value={outcome}
          onChange={(value) => setOutcome(ADJUDICATION_OUTCOMES.find((each) => each === value) ?? null)}
        >
          <Group gap="md" mt="xs">
            {ADJUDICATION_OUTCOMES.map((each) => (
              <Radio key={each} value={each} label={label('outcome', each)} />
            ))}
          </Group>
        </Radio.Group>
        <Select
          label={text('adjudicate.score')}
          clearable
          data={RADPEER_GRADES.map((value) => ({ value, label: `${value} · ${label('radpeer', value)}` }))}
          value={score}
          onChange={(value) => setScore(RADPEER_GRADES.find((each) => each === value) ?? null)}
        />
        <Textarea
          label={text('adjudicate.comment')}
          required
          autosize
          minRows={2}
          maxLength={4000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {decide.error && <ProblemAlert error={decide.error} title={text('adjudicate.refused')} />}
        <Group justify="flex-end">
          <Button type="submit" disabled={!ready} loading={decide.isPending}>
            {text('adjudicate.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
