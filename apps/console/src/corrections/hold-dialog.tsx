import { Select } from '@mantine/core';
import { HOLD_LIMITS, PAUSE_REASONS, type PauseReason } from '@overread/domain';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useInvalidate } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { counted, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { CorrectionDialog, type CorrectionProps } from './correction-dialog.js';

const HOURS = [0.5, 1, 2, 4, 8, 24, 48, 72];
const USUAL = 'usual';
const lengthText = (minutes: number): string =>
  minutes < 60 ? counted('hold.minutes', minutes) : counted('hold.hours', minutes / 60);

export function HoldDialog({ study, onClose }: CorrectionProps) {
  const [reason, setReason] = useState<PauseReason | null>(null);
  const [length, setLength] = useState<string>(USUAL);
  const limits = reason === null ? null : HOLD_LIMITS[reason];
  const lengths = HOURS.map((hours) => hours * 60).filter((minutes) => minutes <= (limits?.mostMinutes ?? 0));
  const usual =
    limits === null ? text('hold.usual') : text('hold.usualIs', { length: lengthText(limits.defaultMinutes) });
  const choose = (value: PauseReason): void => {
    setReason(value);
    setLength(USUAL);
  };
  return (
    <CorrectionDialog
      name="hold"
      study={study}
      onClose={onClose}
      reasons={PAUSE_REASONS}
      onReason={choose}
      correct={async (said) => {
        const until = length === USUAL ? null : new Date(Date.now() + Number(length) * 60_000).toISOString();
        return (await client.studies.hold(study.id, { ...said, until }, study)).id;
      }}
    >
      <Select
        label={text('hold.length')}
        data={[
          { value: USUAL, label: usual },
          ...lengths.map((minutes) => ({ value: String(minutes), label: lengthText(minutes) })),
        ]}
        value={length}
        onChange={(value) => setLength(value ?? USUAL)}
        allowDeselect={false}
      />
    </CorrectionDialog>
  );
}

export function ResumeDialog({ study, onClose }: CorrectionProps) {
  const refresh = useInvalidate(['study', study.id]);
  const resume = useMutation({
    mutationFn: () => client.studies.resume(study.id, {}, study),
    onSuccess: () => {
      told(text('resume.done'));
      refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('resume.title')}
      submit={text('resume.submit')}
      onSubmit={() => resume.mutate()}
      onClose={onClose}
      error={resume.error}
      pending={resume.isPending}
      focusSubmit
    >
      {text('resume.consequence')}
    </FormDialog>
  );
}
