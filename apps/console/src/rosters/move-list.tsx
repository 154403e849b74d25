import { Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { ListedMove, RosterWeek } from '@overread/wire';
import { useState } from 'react';
import { nameOf } from '../network/directory.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { StateBadge, When } from '../ui/badges.js';
import { refused } from '../ui/notify.js';
import { QueryView } from '../ui/states.js';
import { useAct } from '../acts/use-act.js';
import { dateIn, dayName, hoursIn } from '../zoned/local-clock.js';
import { useMoves } from './use-rosters.js';

type Answer = 'accept' | 'decline' | 'withdraw';
const DONE = { accept: 'rosters.accepted', decline: 'rosters.declined', withdraw: 'rosters.withdrawn' } as const;

/** What the signed-in person may answer: yes or no who is asked; take it back who proposed it, or leads the group. */
function useAnswers({ awaiting, proposedBy, state }: ListedMove): Answer[] {
  const user = useUser();
  const may = useMay();
  if (state !== 'proposed') return [];
  const asked = user.readerId !== undefined && awaiting.includes(user.readerId);
  const back = proposedBy === user.id || may('edit-rosters');
  return [...(asked ? (['accept', 'decline'] as const) : []), ...(back ? (['withdraw'] as const) : [])];
}

function AnswerButtons({ move }: { move: ListedMove }) {
  const answers = useAnswers(move);
  const [sent, setSent] = useState<Answer>('accept');
  const act = useAct((answer: Answer) => client.rosters[answer](move.id), {
    done: text(DONE[sent]),
    shownBy: [['rosters']],
  });
  if (answers.length === 0) return null;
  return (
    <Group gap="xs">
      {answers.map((answer) => (
        <Button
          key={answer}
          size="xs"
          variant={answer === 'accept' ? 'filled' : 'default'}
          loading={act.isPending && sent === answer}
          onClick={() => {
            setSent(answer);
            act.mutate(answer, { onError: refused });
          }}
        >
          {label('rosterAnswer', answer)}
        </Button>
      ))}
    </Group>
  );
}

/** A shift of a move, by the group's clock; the roster may have it no more. */
function MovedShift({ shift, zone }: { shift: ListedMove['shift']; zone: string }) {
  if (shift === null) return <Text size="sm">{text('rosters.gone')}</Text>;
  return (
    <Text size="sm">
      {dayName(dateIn(zone, new Date(shift.startsAt)))}, {hoursIn(zone, shift)} · {shift.name}
    </Text>
  );
}

function MoveCard({ move, week }: { move: ListedMove; week: RosterWeek }) {
  const name = (id: string): string => nameOf(week.readers, id) ?? text('none');
  return (
    <Paper withBorder p="sm" component="article" aria-label={label('rosterMove', move.kind)} data-move={move.state}>
      <Stack gap={4}>
        <Group justify="space-between">
          <Group gap="xs">
            <Text fw={600} size="sm">
              {label('rosterMove', move.kind)}
            </Text>
            <Text size="sm">
              {move.kind === 'call-in'
                ? name(move.toReaderId)
                : text(move.kind === 'swap' ? 'rosters.between' : 'rosters.fromTo', {
                    from: name(move.fromReaderId),
                    to: name(move.toReaderId),
                  })}
            </Text>
          </Group>
          <StateBadge state={move.state} kind="rosterMoveState" />
        </Group>
        <MovedShift shift={move.shift} zone={week.zone} />
        {move.otherShiftId !== null && <MovedShift shift={move.otherShift} zone={week.zone} />}
        <Text size="sm" c="dimmed">
          {move.reason} (<When at={move.proposedAt} />)
        </Text>
        {move.awaiting.length > 0 && (
          <Text size="sm">{text('rosters.awaiting', { names: move.awaiting.map(name).join(', ') })}</Text>
        )}
        {move.warnings.length > 0 && (
          <List size="xs" c="var(--overread-warn)">
            {move.warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        )}
        <AnswerButtons move={move} />
      </Stack>
    </Paper>
  );
}

/** What was proposed and what became of it: what still waits first. */
export function MoveList({ week }: { week: RosterWeek }) {
  const moves = useMoves(week.readingGroupId);
  return (
    <section aria-labelledby="roster-moves">
      <Title order={2} size="h5" mb="xs" id="roster-moves">
        {text('rosters.moves')}
      </Title>
      <QueryView query={moves} empty={{ when: ({ items }) => items.length === 0, title: 'rosters.noMoves' }}>
        {({ items }) => (
          <Stack gap="sm">
            {items
              .toSorted((a, b) => Number(b.state === 'proposed') - Number(a.state === 'proposed'))
              .map((move) => (
                <MoveCard key={move.id} move={move} week={week} />
              ))}
          </Stack>
        )}
      </QueryView>
    </section>
  );
}
