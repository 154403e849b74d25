import { Radio, Stack } from '@mantine/core';
import type { WorklistRow } from '@overread/wire';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ReasonField } from '../ui/reason-field.js';

const CODES = ['competence', 'conflict', 'fatigue', 'technical', 'other'] as const;
type Code = (typeof CODES)[number];

interface Decline {
  row: WorklistRow;
  title?: string;
  onClose: () => void;
  onDone: () => void;
}

export function DeclineDialog({ row, title, onClose, onDone }: Decline) {
  const [code, setCode] = useState<Code>('competence');
  const [reason, setReason] = useState('');
  const decline = useMutation({
    mutationFn: () => client.reads.decline(row.readId, { code, reason: reason.trim() || null }),
    onSuccess: () => {
      onClose();
      onDone();
    },
  });
  return (
    <FormDialog
      title={title ?? text('decline.title')}
      submit={title ?? text('decline.submit')}
      onSubmit={() => decline.mutate()}
      onClose={onClose}
      error={decline.error}
      pending={decline.isPending}
      disabled={code === 'other' && reason.trim() === ''}
    >
      <Radio.Group
        label={text('decline.why')}
        description={text('decline.budget')}
        value={code}
        onChange={(value) => setCode(value as Code)}
      >
        <Stack gap="xs" mt="xs">
          {CODES.map((value, index) => (
            <Radio
              key={value}
              value={value}
              label={label('declineCode', value)}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
            />
          ))}
        </Stack>
      </Radio.Group>
      <ReasonField value={reason} onChange={setReason} label={text('decline.reason')} required={code === 'other'} />
    </FormDialog>
  );
}
