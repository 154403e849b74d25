import { NumberInput, Table, Text } from '@mantine/core';
import type { OverflowOffer } from '@overread/wire';
import { useState } from 'react';
import { text } from '../texts/text.js';
import { PriorityBadge, Slack } from '../ui/badges.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ReasonField } from '../ui/reason-field.js';
import { useAnswerOverflow } from './use-overflow.js';

const SHOWN = 8;
const MOST = 200;

interface DialogProps {
  what: 'accept' | 'decline';
  offer: OverflowOffer;
  onClose: () => void;
}

/** The next of them, as they would be taken. */
function Next({ reads, limit }: { reads: OverflowOffer['reads']; limit: number }) {
  const next = reads.filter(({ answer }) => answer === null).slice(0, Math.min(limit, SHOWN));
  return (
    <Table aria-label={text('overflow.next')} fz="sm" verticalSpacing={3}>
      <Table.Tbody>
        {next.map((read) => (
          <Table.Tr key={read.readId}>
            <Table.Td>
              <Slack dueAt={read.dueAt} />
            </Table.Td>
            <Table.Td miw={110}>
              <PriorityBadge priority={read.priority} />
            </Table.Td>
            <Table.Td>{read.modalityFamily}</Table.Td>
            <Table.Td>{read.facility}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How many of the next, for how long, and why. */
export function OverflowDialog({ what, offer, onClose }: DialogProps) {
  const most = Math.min(offer.offered, MOST);
  const [limit, setLimit] = useState(most);
  const [minutes, setMinutes] = useState(240);
  const [reason, setReason] = useState('');
  const answer = useAnswerOverflow(what, onClose);
  const number = (set: (value: number) => void) => (value: string | number) => set(Number(value));
  return (
    <FormDialog
      title={text(`overflow.${what}Title`)}
      submit={text(`overflow.${what}`)}
      onSubmit={() => answer.mutate({ limit, minutes, reason: reason.trim() })}
      onClose={onClose}
      size="lg"
      error={answer.error}
      pending={answer.isPending}
      disabled={reason.trim() === '' || limit < 1 || limit > most || minutes < 1}
    >
      <Text size="sm" c="dimmed">
        {text(`overflow.${what}Lead`)}
      </Text>
      <NumberInput
        data-autofocus
        label={text('overflow.howMany', { n: most })}
        min={1}
        max={most}
        value={limit}
        onChange={number(setLimit)}
      />
      <Next reads={offer.reads} limit={limit} />
      {what === 'accept' && (
        <NumberInput
          label={text('overflow.minutes')}
          min={1}
          max={1440}
          value={minutes}
          onChange={number(setMinutes)}
        />
      )}
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
