import { ActionIcon, Button, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { RADPEER_GRADES } from '@overread/domain';
import type { Comparison } from '@overread/wire';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { told } from '../ui/notify.js';
import { ProblemAlert } from '../ui/states.js';

type Score = (typeof RADPEER_GRADES)[number];

interface Finding {
  key: number;
  finding: string;
  first: string;
  second: string;
}

interface FindingsProps {
  findings: Finding[];
  onChange: (findings: Finding[]) => void;
}

/** What the two reports say, finding by finding. */
function Findings({ findings, onChange }: FindingsProps) {
  const set = (key: number, changes: Partial<Finding>): void =>
    onChange(findings.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  const add = (): void =>
    onChange([...findings, { key: (findings.at(-1)?.key ?? 0) + 1, finding: '', first: '', second: '' }]);
  return (
    <Stack gap="xs">
      {findings.map((each) => (
        <Group key={each.key} gap="xs" wrap="nowrap" align="flex-end">
          {(['finding', 'first', 'second'] as const).map((name) => (
            <TextInput
              key={name}
              label={text(`grade.${name}`)}
              value={each[name]}
              maxLength={2000}
              onChange={(event) => set(each.key, { [name]: event.currentTarget.value })}
              style={{ flex: 1 }}
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={text('grade.removeFinding')}
            onClick={() => onChange(findings.filter(({ key }) => key !== each.key))}
          >
            <IconTrash aria-hidden size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button size="xs" variant="default" leftSection={<IconPlus aria-hidden size={14} />} onClick={add}>
          {text('grade.addFinding')}
        </Button>
      </Group>
    </Stack>
  );
}

function useGrading(readId: string) {
  const queries = useQueryClient();
  const [score, setScore] = useState<Score | null>(null);
  const [comment, setComment] = useState('');
  const [findings, setFindings] = useState<Finding[]>([]);
  const grade = useMutation({
    mutationFn: (given: Score) =>
      client.reads.grade(readId, {
        scheme: 'radpeer',
        score: given,
        comment: comment.trim() === '' ? null : comment,
        findings: findings
          .filter(({ finding }) => finding.trim() !== '')
          .map(({ finding, first, second }) => ({ finding, first, second })),
      }),
    onSuccess: () => {
      told(text('grade.done'));
      void queries.invalidateQueries({ queryKey: ['comparison', readId] });
      void queries.invalidateQueries({ queryKey: ['pairs'] });
    },
  });
  return { score, setScore, comment, setComment, findings, setFindings, grade };
}

/** The first read graded on RADPEER: once, with a comment where the policy wants one. */
export function GradeForm({ readId, commentOn }: { readId: string; commentOn: Comparison['commentOn'] }) {
  const { score, setScore, comment, setComment, findings, setFindings, grade } = useGrading(readId);
  const needsComment = score !== null && commentOn.includes(score);
  const ready = score !== null && (!needsComment || comment.trim() !== '');
  return (
    <form
      aria-label={text('grade.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !grade.isPending) grade.mutate(score);
      }}
    >
      <Stack gap="sm">
        <Radio.Group
          label={text('grade.title')}
          description={text('grade.lead')}
          value={score}
          onChange={(value) => setScore(RADPEER_GRADES.find((each) => each === value) ?? null)}
        >
          <Stack gap={6} mt="xs">
            {RADPEER_GRADES.map((each) => (
              <Radio key={each} value={each} label={`${each} · ${label('radpeer', each)}`} />
            ))}
          </Stack>
        </Radio.Group>
        <Findings findings={findings} onChange={setFindings} />
        <Textarea
          label={text('grade.comment')}
          description={needsComment ? text('grade.commentNeeded') : undefined}
          required={needsComment}
          withAsterisk={needsComment}
          autosize
          minRows={2}
          maxLength={4000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {grade.error && <ProblemAlert error={grade.error} title={text('grade.refused')} />}
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {text('grade.once')}
          </Text>
          <Button type="submit" disabled={!ready} loading={grade.isPending}>
            {text('grade.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
