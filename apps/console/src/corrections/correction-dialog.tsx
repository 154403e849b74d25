import { Select, Text, Textarea } from '@mantine/core';
import type { Study } from '@overread/wire';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useInvalidate } from '../live/use-refreshed.js';
import { label, text, type TextKey } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';

/** What every dialog of a correction is opened with. */
export interface CorrectionProps {
  study: Study;
  onClose: () => void;
}

interface Said<Reason extends string> {
  reason: Reason;
  note: string | null;
}

interface Correction<Reason extends string> extends CorrectionProps {
  /** Begins the keys of its texts: `<name>.title`, `.consequence`, `.submit`, `.done`. */
  name: 'hold' | 'stop' | 'reopen' | 'link' | 'split' | 'merge' | 'identity' | 'patients';
  reasons: readonly Reason[];
  /** Answers the id of the study to go to. */
  correct: (said: Said<Reason>) => Promise<string>;
  onReason?: (reason: Reason) => void;
  disabled?: boolean;
  color?: string;
  children?: ReactNode;
}

/** A correction asked for with its reason: says what will follow before it is sent, and shows a refusal in place. */
export function CorrectionDialog<Reason extends string>(props: Correction<Reason>) {
  const { name, study, reasons, onClose } = props;
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const refresh = useInvalidate(['study', study.id], ['reports', study.id], ['timeline', study.id]);
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: () => props.correct({ reason: reason as Reason, note: note.trim() === '' ? null : note.trim() }),
    onSuccess: async (shown) => {
      told(text(`${name}.done`));
      refresh();
      onClose();
      if (shown !== study.id) await navigate(`/studies/${shown}`);
    },
  });
  const choose = (value: string | null): void => {
    setReason(value as Reason | null);
    if (value !== null) props.onReason?.(value as Reason);
  };
  return (
    <FormDialog
      title={text(`${name}.title`)}
      submit={text(`${name}.submit`)}
      onSubmit={() => send.mutate()}
      onClose={onClose}
      error={send.error}
      pending={send.isPending}
      disabled={reason === null || props.disabled === true}
      {...(props.color === undefined ? {} : { color: props.color })}
    >
      <Text size="sm">{text(consequence(name, study))}</Text>
      {props.children}
      <Select
        label={text('reason')}
        required
        data={reasons.map((value) => ({ value, label: label('correctionReason', value) }))}
        value={reason}
        onChange={choose}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
        {...(props.children === undefined ? { 'data-autofocus': true } : {})}
      />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  );
}

const NoteField = ({ value, onChange }: { value: string; onChange: (note: string) => void }) => (
  <Textarea
    label={text('correct.note')}
    description={text('correct.noteWhere')}
    autosize
    minRows={2}
    maxLength={400}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

/** A hold means something else where nothing may be hidden. */
function consequence(name: Correction<string>['name'], { priority }: Study): TextKey {
  const pressing = priority === 'critical' || priority === 'stat';
  return name === 'hold' && pressing ? 'hold.consequencePressing' : `${name}.consequence`;
}
