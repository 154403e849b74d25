import { Button, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../session/api.js';
import { queries } from '../../session/queries.js';
import { counted, text } from '../../texts/text.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { told } from '../../ui/notify.js';
import { ReasonField } from '../../ui/reason-field.js';
import type { PolicyVersion } from '../policy-version.js';
import { shadowsKey } from './use-shadows.js';

const HOUR_MS = 3_600_000;
const HOURS = [1, 8, 24, 72, 168, 336];
/** The longest is measured by the server's clock, which may be a little behind. */
const MARGIN_MS = 60_000;

const durationOf = (hours: number): string =>
  hours < 24 ? counted('shadow.hours', hours) : counted('shadow.days', hours / 24);

/** Lets the version run beside what is in force. */
export function StartShadow({ version }: { version: PolicyVersion }) {
  const [asking, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>{text('shadow.start')}</Button>
      {asking && <StartDialog version={version} onClose={close} />}
    </>
  );
}

function StartDialog({ version, onClose }: { version: PolicyVersion; onClose: () => void }) {
  const { policyId, number } = version;
  const [hours, setHours] = useState(168);
  const [reason, setReason] = useState('');
  const start = useMutation({
    mutationFn: () => {
      const until = new Date(Date.now() + hours * HOUR_MS - MARGIN_MS).toISOString();
      return client.policies.startShadow(policyId, number, { until, reason: reason.trim() }, version);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: shadowsKey(policyId) });
      told(text('shadow.started', { number }));
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('shadow.startTitle', { number })}
      submit={text('shadow.start')}
      onSubmit={() => start.mutate()}
      onClose={onClose}
      error={start.error}
      pending={start.isPending}
      disabled={reason.trim() === ''}
    >
      <Text size="sm">{text('shadow.about')}</Text>
      <Select
        label={text('shadow.for')}
        data={HOURS.map((each) => ({ value: String(each), label: durationOf(each) }))}
        value={String(hours)}
        onChange={(value) => setHours(Number(value))}
        allowDeselect={false}
      />
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </FormDialog>
  );
}
