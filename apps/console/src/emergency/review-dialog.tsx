import { Radio, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { REVIEW_OUTCOMES } from '@overread/domain';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useAct } from './use-act.js';

interface Said {
  outcome: (typeof REVIEW_OUTCOMES)[number];
  comment: string;
}

/** What somebody who had no part in it thinks of what was done. */
export function ReviewDialog({ send, onClose }: { send: (said: Said) => Promise<unknown>; onClose: () => void }) {
  const form = useForm<Said>({
    initialValues: { outcome: 'justified', comment: '' },
    validate: { comment: (value) => (value.trim() === '' ? text('fieldMissing') : null) },
  });
  const review = useAct((said: Said) => send({ ...said, comment: said.comment.trim() }), {
    done: text('breakGlass.reviewDone'),
    onDone: onClose,
  });
  return (
    <FormDialog
      title={text('breakGlass.review')}
      submit={text('breakGlass.review')}
      onSubmit={form.onSubmit((said) => review.mutate(said))}
      onClose={onClose}
      error={review.error}
      errorTitle={text('emergency.refused')}
      pending={review.isPending}
    >
      <Radio.Group label={text('breakGlass.outcome')} {...form.getInputProps('outcome')}>
        <Stack gap={6} mt={6}>
          {REVIEW_OUTCOMES.map((value) => (
            <Radio key={value} value={value} label={label('reviewOutcome', value)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        data-autofocus
        label={text('grade.comment')}
        required
        autosize
        minRows={3}
        maxLength={2000}
        {...form.getInputProps('comment')}
      />
    </FormDialog>
  );
}
