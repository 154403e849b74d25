import { Checkbox, Input, SegmentedControl, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ProblemError, type Reader } from '@overread/wire';
import { useMutation } from '@tanstack/react-query';
import { nameOf, useReadingGroups } from '../network/directory.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { countryName, ownZone } from '../ui/places.js';
import { isSubdivision, PlaceFields, type PlaceTyped } from './place-fields.js';

interface Place extends PlaceTyped {
  readingGroup: string | null;
  mode: 'push' | 'pull';
  attested: boolean;
}

const startingFrom = (reader: Reader): Place => ({
  country: reader.homePlace.country,
  subdivision: reader.homePlace.subdivision ?? '',
  zone: reader.homePlace.zone || ownZone(),
  readingGroup: reader.readingGroupIds[0] ?? null,
  mode: 'push',
  attested: false,
});

function useSignOn(reader: Reader, onDone: () => void) {
  const form = useForm<Place>({
    initialValues: startingFrom(reader),
    validate: {
      country: (value) => (value ? null : text('signOn.countryMissing')),
      subdivision: (value) => (isSubdivision(value) ? null : text('signOn.subdivisionWrong')),
      attested: (value) => (value ? null : text('signOn.attestMissing')),
    },
  });
  const signOn = useMutation({
    mutationFn: ({ country, subdivision, zone, readingGroup, mode }: Place) =>
      client.work.signOn({ country, subdivision: subdivision || null, zone, readingGroup, mode }),
    onSuccess: onDone,
    onError: (error) => {
      if (error instanceof ProblemError)
        form.setErrors(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  return { form, signOn };
}
type SignOnForm = ReturnType<typeof useSignOn>['form'];

function WorkFields({ form, reader }: { form: SignOnForm; reader: Reader }) {
  const groups = useReadingGroups();
  const own = reader.readingGroupIds.map((id) => ({ value: id, label: nameOf(groups.data, id) ?? id }));
  return (
    <>
      <Select label={text('signOn.group')} data={own} allowDeselect={false} {...form.getInputProps('readingGroup')} />
      <Input.Wrapper label={text('signOn.mode')} description={text(`signOn.${form.values.mode}Why`)}>
        <SegmentedControl
          fullWidth
          mt={6}
          aria-label={text('signOn.mode')}
          data={[
            { value: 'push', label: text('signOn.push') },
            { value: 'pull', label: text('signOn.pull') },
          ]}
          {...form.getInputProps('mode')}
        />
      </Input.Wrapper>
    </>
  );
}

/** A reading session begins at a physical place that the reader attests; the tier follows from it. */
export function SignOnDialog({ reader, onClose, onDone }: { reader: Reader; onClose: () => void; onDone: () => void }) {
  const { form, signOn } = useSignOn(reader, onDone);
  const { country, subdivision } = form.values;
  const place = [subdivision, country ? countryName(country) : ''].filter(Boolean).join(', ');
  return (
    <FormDialog
      title={text('signOn.title')}
      submit={text('signOn.submit')}
      onSubmit={form.onSubmit((values) => signOn.mutate(values))}
      onClose={onClose}
      error={signOn.error}
      errorTitle={text('signOn.refused')}
      pending={signOn.isPending}
    >
      <PlaceFields value={form.values} onChange={form.setValues} errors={form.errors} />
      <WorkFields form={form} reader={reader} />
      <Checkbox
        data-autofocus
        label={text('signOn.attest', { place })}
        {...form.getInputProps('attested', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
