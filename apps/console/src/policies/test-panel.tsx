import { Button, Group, NumberInput, Select, SegmentedControl, Stack, Table, Text, TextInput } from '@mantine/core';
import { PATIENT_CLASSES, PRIORITIES } from '@overread/domain';
import { everyItem, type PolicyTestResult, type Submission } from '@overread/wire';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { queries } from '../session/queries.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { Loading, ProblemAlert } from '../ui/states.js';
import { instantMeant, NO_TIME, WallTimeField } from '../zoned/wall-time-field.js';
import type { Policy, PolicyVersion } from './policy-version.js';
import { TestResult } from './test-result.js';

interface PanelProps {
  policy: Policy;
  version: PolicyVersion;
}

/** Tries the version on a sample or on past studies; a draft is tested by it. */
export function TestPanel({ policy, version }: PanelProps) {
  const [on, setOn] = useState('sample');
  const test = useMutation({
    mutationFn: (body: Parameters<typeof client.policies.test>[2]) =>
      client.policies.test(policy.id, version.number, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['policies'] }),
  });
  const form = { pending: test.isPending, onTest: test.mutate };
  return (
    <Stack>
      <SegmentedControl
        aria-label={text('policies.testOn')}
        value={on}
        onChange={setOn}
        data={[
          { value: 'sample', label: text('policies.onSample') },
          { value: 'period', label: text('policies.onPast') },
        ]}
        w={300}
      />
      {on === 'sample' ? <SampleForm {...form} /> : <PeriodForm {...form} />}
      {test.isPending && on === 'period' && (
        <Text size="sm" role="status">
          {text('policies.trying')}
        </Text>
      )}
      {Boolean(test.error) && <ProblemAlert error={test.error} />}
      {test.data && <TestResult result={test.data} />}
      <Runs policy={policy} version={version} />
    </Stack>
  );
}

interface FormProps {
  pending: boolean;
  onTest: (body: Parameters<typeof client.policies.test>[2]) => void;
}

const INITIAL = {
  facility: '',
  modality: 'CT',
  priority: 'stat',
  patientClass: 'emergency',
  payer: '',
  description: '',
  protocol: '',
  age: 76 as number | string,
  at: NO_TIME,
  statShare: '' as number | string,
};
const YEAR_MS = 365.25 * 86_400_000;

/** The sample as it would be submitted. Nobody is meant: its identity is made up and kept nowhere. */
function sampleOf(sample: typeof INITIAL): Submission {
  const born = new Date(Date.now() - Number(sample.age) * YEAR_MS).toISOString().slice(0, 10);
  return {
    facility: sample.facility,
    accessionNumber: 'SAMPLE',
    patient: { id: 'SAMPLE', birthDate: born },
    modalities: [sample.modality],
    priority: sample.priority as Submission['priority'],
    patientClass: sample.patientClass as Submission['patientClass'],
    payer: sample.payer || null,
    description: sample.description || null,
    protocol: sample.protocol || null,
    images: 'at-source',
  };
}

function SampleForm({ pending, onTest }: FormProps) {
  const facilities = useQuery({ queryKey: ['facilities'], queryFn: () => everyItem(client.network.facilities.list) });
  const [sample, setSample] = useState(INITIAL);
  const set = (changes: Partial<typeof INITIAL>) => setSample({ ...sample, ...changes });
  if (facilities.data === undefined) return <Loading />;
  const facility = sample.facility || (facilities.data[0]?.code ?? '');
  const { zone } = facilities.data.find(({ code }) => code === facility) ?? { zone: 'UTC' };
  const routedAt = instantMeant(zone, sample.at);
  const at = routedAt === null ? {} : { at: routedAt };
  const share = sample.statShare === '' ? {} : { siteStatShare: Number(sample.statShare) / 100 };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onTest({ samples: [sampleOf({ ...sample, facility })], ...at, ...share });
      }}
    >
      <Group align="flex-end">
        <Select
          label={label('attribute', 'facility')}
          data={facilities.data.map(({ code, name }) => ({ value: code, label: name }))}
          value={facility}
          onChange={(value) => set({ facility: value ?? facility })}
          allowDeselect={false}
          searchable
        />
        <SampleFields sample={sample} onChange={set} />
        <NumberInput
          label={text('policies.testStatShare')}
          value={sample.statShare}
          onChange={(statShare) => set({ statShare })}
          min={0}
          max={100}
          suffix=" %"
          w={230}
        />
        <WallTimeField
          label={text('policies.testAt')}
          zone={zone}
          value={sample.at}
          onChange={(value) => set({ at: value })}
        />
        <Button type="submit" loading={pending}>
          {text('policies.runTest')}
        </Button>
      </Group>
    </form>
  );
}

interface SampleFieldsProps {
  sample: typeof INITIAL;
  onChange: (changes: Partial<typeof INITIAL>) => void;
}

function SampleFields({ sample, onChange: set }: SampleFieldsProps) {
  const field = (name: 'payer' | 'description' | 'protocol') => ({
    label: label('attribute', name),
    value: sample[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput
        label={label('attribute', 'modality')}
        value={sample.modality}
        onChange={(event) => set({ modality: event.currentTarget.value.toUpperCase() })}
        w={100}
      />
      <Select
        label={label('attribute', 'priority')}
        data={PRIORITIES.map((value) => ({ value, label: label('priority', value) }))}
        value={sample.priority}
        onChange={(value) => set({ priority: value ?? sample.priority })}
        allowDeselect={false}
        w={130}
      />
      <Select
        label={label('attribute', 'patientClass')}
        data={PATIENT_CLASSES.map((value) => ({ value, label: label('patientClass', value) }))}
        value={sample.patientClass}
        onChange={(value) => set({ patientClass: value ?? sample.patientClass })}
        allowDeselect={false}
        w={140}
      />
      <NumberInput
        label={label('attribute', 'ageYears')}
        value={sample.age}
        onChange={(age) => set({ age })}
        min={0}
        max={120}
        w={100}
      />
      <TextInput {...field('payer')} w={140} />
      <TextInput {...field('protocol')} w={120} />
      <TextInput {...field('description')} w={200} />
    </>
  );
}

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

function PeriodForm({ pending, onTest }: FormProps) {
  const [from, setFrom] = useState(day(-7));
  const [until, setUntil] = useState(day(1));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onTest({ from: `${from}T00:00:00Z`, until: `${until}T00:00:00Z` });
      }}
    >
      <Group align="flex-end">
        <TextInput
          type="date"
          label={text('policies.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={text('policies.until')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Button type="submit" loading={pending} disabled={!(from < until)}>
          {text('policies.runTest')}
        </Button>
      </Group>
    </form>
  );
}

/** Who tried the version before, and what came of it. */
function Runs({ policy, version }: PanelProps) {
  const runs = useQuery({
    queryKey: ['policies', policy.id, 'tests', version.number],
    queryFn: () => client.policies.tests(policy.id, version.number),
  });
  const items: Pick<PolicyTestResult, 'id' | 'at' | 'kind' | 'studies' | 'changed'>[] = runs.data?.items ?? [];
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text('policies.neverTested')}
      </Text>
    );
  }
  return (
    <Table aria-label={text('policies.tests')} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('policies.testedAt')}</Table.Th>
          <Table.Th>{text('policies.testedOn')}</Table.Th>
          <Table.Th>{text('policies.studies')}</Table.Th>
          <Table.Th>{text('policies.changed')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map(({ id, at, kind, studies, changed }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <When at={at} />
            </Table.Td>
            <Table.Td>{label('testKind', kind)}</Table.Td>
            <Table.Td>{studies}</Table.Td>
            <Table.Td>{changed}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
