import { Alert, Checkbox, Paper, Stack, Text, Textarea } from '@mantine/core';
import { ProblemError, type ReadDetail, type Signed } from '@overread/wire';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import type { ReportText } from './draft-saver.js';
import { bodyOf } from './use-draft.js';

export type SignKind = 'preliminary' | 'final' | 'addendum' | 'opinion';
const ATTESTATION = 'integrity/attestation-required';

interface SignDialogProps {
  read: ReadDetail;
  kind: SignKind;
  report: ReportText;
  onClose: () => void;
  onSigned: (signed: Signed) => void;
}

function useSigning({ read, kind, report, onSigned }: SignDialogProps) {
  const [critical, setCritical] = useState(report.conclusion === 'critical');
  const [attestation, setAttestation] = useState('');
  const sign = useMutation({
    mutationFn: () => {
      const reason = attestation.trim();
      const body = { ...bodyOf(report), critical, ...(reason === '' ? {} : { attestation: { reason } }) };
      return client.reads[kind === 'opinion' ? 'final' : kind](read.id, body);
    },
    onSuccess: onSigned,
  });
  const held = sign.error instanceof ProblemError && sign.error.code === ATTESTATION;
  return { critical, setCritical, attestation, setAttestation, sign, held };
}

function Preview({ report }: { report: ReportText }) {
  return (
    <Paper withBorder p="sm" mah={220} style={{ overflow: 'auto' }} tabIndex={0} aria-label={text('sign.preview')}>
      <Stack gap={6}>
        <Text size="xs" fw={600} c="dimmed">
          {text('report.impression')}
        </Text>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {report.impression}
        </Text>
        <Text size="sm">
          {text('report.conclusion')}: <b>{label('conclusion', report.conclusion)}</b>
        </Text>
      </Stack>
    </Paper>
  );
}

/** One look at what is about to be signed. The button has the focus: Enter signs, Escape goes back. */
export function SignDialog(props: SignDialogProps) {
  const { kind, report, onClose } = props;
  const { critical, setCritical, attestation, setAttestation, sign, held } = useSigning(props);
  return (
    <FormDialog
      title={text(`sign.${kind}`)}
      submit={text('sign.submit')}
      onSubmit={() => sign.mutate()}
      onClose={onClose}
      error={held ? undefined : sign.error}
      errorTitle={text('sign.refused')}
      pending={sign.isPending}
      disabled={held && attestation.trim() === ''}
      focusSubmit
    >
      <Preview report={report} />
      <Checkbox
        label={text('sign.critical')}
        description={text('sign.criticalWhy')}
        checked={critical}
        onChange={(event) => setCritical(event.currentTarget.checked)}
      />
      {held && (
        <Alert className="warn" icon={<IconShieldCheck aria-hidden />} title={text('sign.attest')} role="alert">
          <Stack gap="xs">
            <Text size="sm">{sign.error?.message.replace(`${ATTESTATION}: `, '')}</Text>
            <Textarea
              autoFocus
              label={text('reason')}
              required
              maxLength={500}
              value={attestation}
              onChange={(event) => setAttestation(event.currentTarget.value)}
            />
          </Stack>
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {text('sign.keys')}
      </Text>
    </FormDialog>
  );
}
