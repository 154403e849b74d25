import { List, Select, Text } from '@mantine/core';
import type { RosterMoveBody, RosterWeek } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { nameOf } from '../network/directory.js';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { counted, label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ReasonField } from '../ui/reason-field.js';
import { useAct } from '../acts/use-act.js';
import { useNow } from '../ui/use-now.js';
import { dayName, hoursIn } from '../zoned/local-clock.js';
import type { MoveAct, Shift } from './shift-card.js';

interface MoveProps {
  week: RosterWeek;
  date: string;
  shift: Shift;
  act: MoveAct;
}
type Takers = ReturnType<typeof useTakers>['data'];

/** Who could have the shift, those who lack nothing for it first. */
const useTakers = ({ week, date, shift, act }: MoveProps) =>
  useQuery({
    queryKey: ['rosters', week.readingGroupId, 'takers', shift.id],
    queryFn: () => client.rosters.takers(week.readingGroupId, date, shift.id),
    enabled: act !== 'call-in',
  });

/** Shifts that could be given for this one: of others for one's own, and one's own for another's. */
function useShiftChoices({ week, shift }: MoveProps) {
  const now = useNow(false);
  const own = useUser().readerId;
  const mine = own === undefined || own === shift.readerId;
  return week.days.flatMap(({ date, shifts }) =>
    shifts
      .filter(({ readerId, endsAt }) => readerId !== shift.readerId && Date.parse(endsAt) > now)
      .filter(({ readerId }) => mine || readerId === own)
      .map((each) => ({
        value: each.id,
        label: `${dayName(date)}, ${hoursIn(week.zone, each)}: ${nameOf(week.readers, each.readerId) ?? ''}, ${each.name}`,
      })),
  );
}

function ReaderChoice({ takers, value, onChange }: { takers: Takers; value: string | null; onChange: Choose }) {
  const data = (takers?.items ?? []).map(({ readerId, name, warnings }) => ({
    value: readerId,
    label: warnings.length === 0 ? name : `${name} (${counted('rosters.lacks', warnings.length)})`,
  }));
  return (
    <Select
      data-autofocus
      openOnFocus={false}
      searchable
      withAsterisk
      label={text('rosters.coveredBy')}
      data={data}
      value={value}
      onChange={onChange}
    />
  );
}
type Choose = (value: string | null) => void;

/** A warning, no refusal: the hard rules are asked of every read. */
function Lacking({ takers, readerId }: { takers: Takers; readerId: string | null }) {
  const warnings = takers?.items.find((each) => each.readerId === readerId)?.warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <>
      <Text size="sm" c="var(--overread-warn)">
        {text('rosters.warnings')}
      </Text>
      <List size="sm">
        {warnings.map((warning) => (
          <List.Item key={warning}>{warning}</List.Item>
        ))}
      </List>
    </>
  );
}

function send({ week, date, shift, act }: MoveProps, to: string, reason: string, key: string): Promise<RosterMoveBody> {
  const { readingGroupId: group } = week;
  const options = { idempotencyKey: key };
  if (act === 'call-in') return client.rosters.callIn(group, date, { shiftId: shift.id, reason }, options);
  if (act === 'swap') return client.rosters.swap(group, date, { shiftId: shift.id, otherShiftId: to, reason }, options);
  return client.rosters.cover(group, date, { shiftId: shift.id, toReaderId: to, reason }, options);
}

/** Proposes that a shift changes hands, or calls in who is on call. */
export function MoveDialog({ onClose, ...move }: MoveProps & { onClose: () => void }) {
  const { week, date, shift, act } = move;
  const own = useUser().readerId ?? null;
  const [chosen, setChosen] = useState<string | null>(act === 'take-over' ? own : null);
  const [reason, setReason] = useState('');
  const key = useMemo(() => crypto.randomUUID(), []);
  const takers = useTakers(move).data;
  const choices = useShiftChoices(move);
  const propose = useAct(() => send(move, chosen ?? '', reason.trim(), `${key}-${chosen}`), {
    done: text(act === 'call-in' ? 'rosters.calledIn' : 'rosters.proposed'),
    shownBy: [['rosters']],
    onDone: onClose,
  });
  const who = `${nameOf(week.readers, shift.readerId) ?? ''}, ${shift.name}`;
  return (
    <FormDialog
      title={label('rosterAct', act)}
      submit={text(act === 'call-in' ? 'rosters.callIn' : 'rosters.propose')}
      onSubmit={() => propose.mutate(undefined)}
      onClose={onClose}
      error={propose.error}
      errorTitle={text('rosters.refused')}
      pending={propose.isPending}
      disabled={reason.trim() === '' || (act !== 'call-in' && chosen === null)}
    >
      <Text size="sm" fw={600}>
        {dayName(date)}, {hoursIn(week.zone, shift)} · {who}
      </Text>
      <Text size="sm" c="dimmed">
        {label('rosterActWhy', act)}
      </Text>
      {act === 'cover' && <ReaderChoice takers={takers} value={chosen} onChange={setChosen} />}
      {act === 'swap' && (
        <Select
          data-autofocus
          openOnFocus={false}
          searchable
          withAsterisk
          label={text('rosters.swapFor')}
          nothingFoundMessage={text('rosters.noOtherShift')}
          data={choices}
          value={chosen}
          onChange={setChosen}
        />
      )}
      {(act === 'cover' || act === 'take-over') && <Lacking takers={takers} readerId={chosen} />}
      <ReasonField value={reason} onChange={setReason} autoFocus={act === 'call-in' || act === 'take-over'} />
    </FormDialog>
  );
}
