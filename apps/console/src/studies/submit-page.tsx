import {
  Button,
  Checkbox,
  Group,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { PATIENT_CLASSES, PRIORITIES } from '@overread/domain';
import { ProblemError } from '@overread/wire';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useFacilities } from '../network/directory.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { told } from '../ui/notify.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/states.js';
import { EMPTY, fieldErrors, submissionOf, type SubmissionForm } from './submission.js';

const MODALITIES = ['CT', 'MR', 'US', 'DX', 'CR', 'MG', 'XA', 'NM', 'PT', 'RF', 'IO', 'PX'];
const options = (kind: string, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: label(kind, value) }));
const missing = (value: string): string | null => (value.trim() === '' ? text('fieldMissing') : null);

function useSubmission() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm<SubmissionForm>({
    initialValues: EMPTY,
    validate: {
      facility: missing,
      patientId: missing,
      modalities: (value) => (value.length === 0 ? text('fieldMissing') : null),
      accessionNumber: (value, all) =>
        value.trim() === '' && all.studyInstanceUid.trim() === '' ? text('submit.identityMissing') : null,
    },
  });
  // Where the first mistake is, the keyboard is: the form is longer than the screen.
  const focusFirst = (errors: object): void => {
    const first = Object.keys(EMPTY).find((field) => field in errors);
    if (first) form.getInputNode(first)?.focus();
  };
  // One key for one filled-in form: sending it twice makes one study.
  const key = useRef(crypto.randomUUID());
  const submit = useMutation({
    mutationFn: (values: SubmissionForm) =>
      client.studies.submit(submissionOf(values), { idempotencyKey: key.current }),
    onSuccess: (study) => {
      told(text(`submit.${study.outcome}`));
      void queries.invalidateQueries({ queryKey: ['studies'] });
      void navigate(`/studies/${study.id}`);
    },
    onError: (error) => {
      key.current = crypto.randomUUID();
      if (!(error instanceof ProblemError)) return;
      const errors = fieldErrors(error.errors);
      form.setErrors(errors);
      focusFirst(errors);
    },
  });
  return { form, submit, focusFirst };
}
type Form = ReturnType<typeof useSubmission>['form'];

/** A choice that may be left open: the form keeps it as empty text. */
const choice = (form: Form, field: 'sex' | 'patientClass' | 'priority') => ({
  ...form.getInputProps(field),
  clearable: true,
  value: form.values[field] || null,
  onChange: (value: string | null) => form.setFieldValue(field, (value ?? '') as never),
});

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="fieldset" m={0}>
      <Title order={2} size="h5" component="legend">
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </Paper>
  );
}

function StudyPart({ form }: { form: Form }) {
  const facilities = useFacilities();
  return (
    <Part title={text('submit.study')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={text('study.facility')}
          required
          searchable
          data={(facilities.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          {...form.getInputProps('facility')}
        />
        <TextInput label={text('study.accession')} required {...form.getInputProps('accessionNumber')} />
        <TextInput label={text('study.uid')} {...form.getInputProps('studyInstanceUid')} />
        <TagsInput
          label={text('study.modalities')}
          required
          data={MODALITIES}
          splitChars={[',', ' ']}
          {...form.getInputProps('modalities')}
        />
        <TextInput label={text('study.bodyPart')} {...form.getInputProps('bodyPart')} />
        <TextInput label={text('study.description')} {...form.getInputProps('description')} />
      </SimpleGrid>
      <Checkbox
        label={text('submit.atSource')}
        description={text('submit.atSourceWhy')}
        {...form.getInputProps('atSource', { type: 'checkbox' })}
      />
    </Part>
  );
}

function PatientPart({ form }: { form: Form }) {
  return (
    <Part title={text('study.patient')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput label={text('study.patientId')} required {...form.getInputProps('patientId')} />
        <Select label={text('study.sex')} data={options('sex', ['F', 'M', 'O'])} {...choice(form, 'sex')} />
        <TextInput label={text('study.family')} {...form.getInputProps('family')} />
        <TextInput label={text('study.given')} {...form.getInputProps('given')} />
        <TextInput label={text('study.birthDate')} type="date" {...form.getInputProps('birthDate')} />
        <Select
          label={text('study.patientClass')}
          data={options('patientClass', PATIENT_CLASSES)}
          {...choice(form, 'patientClass')}
        />
      </SimpleGrid>
    </Part>
  );
}

function UrgencyPart({ form }: { form: Form }) {
  return (
    <Part title={text('submit.urgency')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select label={text('queue.priority')} data={options('priority', PRIORITIES)} {...choice(form, 'priority')} />
        <TextInput label={text('study.protocol')} placeholder="stroke" {...form.getInputProps('protocol')} />
        <TextInput label={text('study.requester')} {...form.getInputProps('requesterName')} />
        <TextInput label={text('verbal.phone')} type="tel" {...form.getInputProps('requesterPhone')} />
        <TextInput label={text('study.payer')} {...form.getInputProps('payer')} />
      </SimpleGrid>
      <Textarea label={text('study.indication')} autosize minRows={2} {...form.getInputProps('clinicalIndication')} />
    </Part>
  );
}

export function SubmitPage() {
  const { form, submit, focusFirst } = useSubmission();
  return (
    <Page title={text('submit.title')} lead={text('submit.lead')}>
      <form noValidate onSubmit={form.onSubmit((values) => submit.mutate(values), focusFirst)}>
        <Stack gap="md" maw={920}>
          {submit.error && <ProblemAlert error={submit.error} title={text('submit.refused')} />}
          <StudyPart form={form} />
          <PatientPart form={form} />
          <UrgencyPart form={form} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => form.reset()}>
              {text('submit.clear')}
            </Button>
            <Button type="submit" loading={submit.isPending}>
              {text('submit.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
