import { NumberInput, Radio, Stack, Text } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { nameOf, useReadingGroups } from '../network/directory.js';
import type { RowDialog } from '../queue/assign-dialog.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { ReasonField } from '../ui/reason-field.js';
import { QueryView } from '../ui/states.js';

/** How long a step stays closed: at most a day. */
const MINUTES = { usual: 240, most: 1440 };

type Step = Explanation['reads'][number]['ladder'][number];

/** Who a step admits, in words. */
function useStepName(): (step: Step) => string {
  const groups = useReadingGroups().data;
  return ({ step, pool }) => {
    const { tiers = [], readingGroupIds = [] } = pool as { tiers?: string[]; readingGroupIds?: string[] };
    const names = readingGroupIds.map((id) => nameOf(groups, id) ?? id.slice(-6)).join(', ');
    const of = tiers.map((tier) => label('tier', tier)).join(', ');
    return text('ladder.step', { number: step + 1, who: [of, names].filter(Boolean).join(' · ') });
  };
}

interface StepsProps {
  ladder: Step[];
  value: string;
  onChange: (step: string) => void;
}

/** The first step is never closed: the read would have no owner. */
function Steps({ ladder, value, onChange }: StepsProps) {
  const stepName = useStepName();
  return (
    <Radio.Group value={value} onChange={onChange} label={text('ladder.which')} withAsterisk>
      <Stack gap="sm" mt="xs">
        {ladder.map((each) => (
          <Radio
            key={each.step}
            value={String(each.step)}
            label={stepName(each)}
            disabled={each.step === 0 && each.openedAt !== null}
            description={each.openedAt ? text('ladder.isOpen') : text('why.opens', { when: each.opensWhen })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

const ClosedMinutes = (field: { value: string | number; onChange: (minutes: string | number) => void }) => (
  <NumberInput
    label={text('levers.minutes')}
    description={text('ladder.minutesWhy')}
    min={1}
    max={MINUTES.most}
    allowDecimal={false}
    {...field}
  />
);

/** One step is chosen: a closed one is opened with those below it, an open one is closed with those above. */
export function LadderDialog({ row, onClose, onChanged }: RowDialog) {
  const [chosen, setChosen] = useState('');
  const [minutes, setMinutes] = useState<string | number>(MINUTES.usual);
  const [reason, setReason] = useState('');
  const explanation = useQuery({
    queryKey: ['explanation', row.studyId],
    queryFn: () => client.studies.explanation(row.studyId),
  });
  const ladder = explanation.data?.reads.find((one) => one.readId === row.readId)?.ladder ?? [];
  const step = ladder.find((each) => String(each.step) === chosen);
  const open = step?.openedAt !== null && step !== undefined;
  const move = useMutation({
    mutationFn: () => {
      const body = { step: Number(chosen), reason: reason.trim() };
      return open
        ? client.reads.closeStep(row.readId, { ...body, minutes: Number(minutes) })
        : client.reads.openStep(row.readId, body);
    },
    onSuccess: () => {
      told(text(open ? 'ladder.closed' : 'ladder.opened'));
      onChanged();
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('ladder.title')}
      submit={text(open ? 'ladder.close' : 'ladder.open')}
      onSubmit={() => move.mutate()}
      onClose={onClose}
      error={move.error}
      pending={move.isPending}
      disabled={step === undefined || reason.trim() === '' || (open && minutes === '')}
    >
      <Text size="sm" c="dimmed">
        {text('ladder.lead')}
      </Text>
      <QueryView query={explanation}>{() => <Steps ladder={ladder} value={chosen} onChange={setChosen} />}</QueryView>
      {open && <ClosedMinutes value={minutes} onChange={setMinutes} />}
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
