import { Alert, Paper, Stack, Text } from '@mantine/core';
import { isSecondRead } from '@overread/domain';
import { ProblemError, type Comparison, type ReadDetail } from '@overread/wire';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { AdjudicationForm } from './adjudication-form.js';
import { ComparedTexts } from './compared-texts.js';
import { GradeForm } from './grade-form.js';

const comparisonOf = (id: string) =>
  client.reads.comparison(id).catch((error: unknown) => {
    // Not yet, or not for this reader: there is nothing to show.
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  });

function Judged({ title, score, comment }: { title: string; score: string; comment: string | null }) {
  return (
    <Paper withBorder p="sm">
      <Text size="sm" fw={600}>
        {title}: {score}
      </Text>
      {comment && (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {comment}
        </Text>
      )}
    </Paper>
  );
}

function Outcome({ comparison, read }: { comparison: Comparison; read: ReadDetail }) {
  const { adjudication, commentOn, grading, seenAs } = comparison;
  return (
    <>
      {grading && (
        <Judged
          title={text('grade.given')}
          score={`${grading.score} · ${label('radpeer', grading.score)}`}
          comment={grading.comment}
        />
      )}
      {adjudication?.outcome && (
        <Judged
          title={text('adjudicate.given')}
          score={label('outcome', adjudication.outcome)}
          comment={adjudication.comment}
        />
      )}
      {grading === null && seenAs === 'second-reader' && <GradeForm readId={read.id} commentOn={commentOn} />}
      {seenAs === 'adjudicator' && read.state === 'in-progress' && <AdjudicationForm readId={read.id} />}
    </>
  );
}

/** While a second reader reads, why they see nothing of the first; then both texts, and what comes of them. */
export function SecondReadPanel({ read, own }: { read: ReadDetail; own: boolean }) {
  const judges = read.purpose === 'adjudication';
  const blind = own && isSecondRead(read) && read.state !== 'completed';
  const asked = judges ? read.state === 'in-progress' || read.state === 'completed' : read.state === 'completed';
  const comparison = useQuery({
    queryKey: ['comparison', read.id, read.state],
    queryFn: () => comparisonOf(read.id),
    enabled: asked,
  });
  if (blind)
    return (
      <Alert icon={<IconEyeOff aria-hidden />} title={text('compare.blind')} color="gray">
        {text('compare.blindWhy')}
      </Alert>
    );
  if (!asked) return null;
  return (
    <QueryView query={comparison}>
      {(found) =>
        found === null ? (
          own &&
          isSecondRead(read) && (
            <Text size="sm" c="dimmed">
              {text('compare.notYet')}
            </Text>
          )
        ) : (
          <Paper withBorder p="md" bg="var(--overread-raised)" component="section" aria-labelledby="compared">
            <Stack gap="md">
              <ComparedTexts comparison={found} />
              <Outcome comparison={found} read={read} />
            </Stack>
          </Paper>
        )
      }
    </QueryView>
  );
}
