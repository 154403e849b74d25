import { Button, Group, MultiSelect, NumberInput, Paper, Select, Stack, TextInput } from '@mantine/core';
import { everyItem, type WhatIfRun } from '@overread/wire';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { instantsOf, lastDays, PeriodFields, validPeriod, type Period } from '../analytics/period.js';
import { useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { ProblemAlert } from '../ui/states.js';
import { AddedContracts, contractToSend, isWholeContract, type AddedContract } from './added-contracts.js';
import { AddedShifts, isWhole, shiftToSend, type AddedShift } from './added-shifts.js';
import { RECORDED, StudiesPlayed, syntheticOf, type MadeUp } from './studies-played.js';
import { RateFields, type Rates } from './rate-fields.js';
import { ProposedParameters, useHandedOver, withProposed, type Proposed } from './proposed-parameters.js';
import { AS_NOW, changedChoice, DispatchChoice, type Choice } from './dispatch-choice.js';

/** Every version of every policy, the drafts first: `policy:number`. */
function useVersions() {
  const policies = useQuery({ queryKey: ['policies'], queryFn: () => client.policies.list() });
  return (policies.data?.items ?? []).map(({ id, name, versions }) => ({
    group: name,
    items: versions.map(({ number, state }) => ({
      value: `${id}:${number}`,
      label: text('whatIf.version', { name, number, state }),
    })),
  }));
}

interface Asked {
  name: string;
  period: Period;
  version: string | null;
  withoutReaders: string[];
  withoutContracts: string[];
  contracts: AddedContract[];
  shifts: AddedShift[];
  choice: Choice;
  traffic: number;
  madeUp: MadeUp;
  rates: Rates;
  /** Handed over by the page of parameters. */
  proposed: Proposed;
}

function ask({
  name,
  period,
  version,
  shifts,
  contracts,
  choice,
  proposed,
  madeUp,
  rates,
  ...asked
}: Asked): Promise<WhatIfRun> {
  const [id = '', number] = version?.split(':') ?? [];
  const policy = number === undefined ? {} : { policy: { id, version: Number(number) } };
  return client.whatIf.ask({
    name: name.trim(),
    ...instantsOf(period),
    ...syntheticOf(madeUp),
    costPerWorkUnit: rates,
    change: {
      ...policy,
      ...asked,
      ...withProposed(changedChoice(choice), proposed),
      contracts: contracts.flatMap(contractToSend),
      shifts: shifts.flatMap(shiftToSend),
    },
  });
}

/** What to play again, and what shall be different. */
export function AskForm({ onAsked }: { onAsked: (run: WhatIfRun) => void }) {
  const handedOver = useHandedOver();
  const [asked, setAsked] = useState<Asked>(() => ({
    name: '',
    period: lastDays(1),
    version: null,
    withoutReaders: [],
    withoutContracts: [],
    contracts: [],
    shifts: [],
    choice: AS_NOW,
    traffic: 1,
    madeUp: RECORDED,
    rates: {},
    proposed: handedOver,
  }));
  const change = (changes: Partial<Asked>) => setAsked((before) => ({ ...before, ...changes }));
  const asking = useMutation({ mutationFn: () => ask(asked), onSuccess: onAsked });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="form" onSubmit={submit}>
      <Stack gap="sm">
        <Group gap="sm" align="flex-start">
          <PeriodFields period={asked.period} onChange={(period) => change({ period })} />
          <StudiesPlayed madeUp={asked.madeUp} onChange={(madeUp) => change({ madeUp })} />
        </Group>
        <Changes asked={asked} onChange={change} />
        <Additions asked={asked} onChange={change} />
        <ProposedParameters proposed={asked.proposed} onLeaveOut={() => change({ proposed: undefined })} />
        <RateFields rates={asked.rates} onChange={(rates) => change({ rates })} />
        <DispatchChoice choice={asked.choice} onChange={(choice) => change({ choice })} />
        {asking.error && <ProblemAlert error={asking.error} title={text('whatIf.refused')} />}
        <Group>
          <Button
            type="submit"
            loading={asking.isPending}
            disabled={
              !validPeriod(asked.period) || !asked.shifts.every(isWhole) || !asked.contracts.every(isWholeContract)
            }
          >
            {text('whatIf.ask')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

interface ChangeProps {
  asked: Asked;
  onChange: (changes: Partial<Asked>) => void;
}

/** What there is not, and shall be tried. */
const Additions = ({ asked, onChange }: ChangeProps) => (
  <>
    <AddedContracts contracts={asked.contracts} onChange={(contracts) => onChange({ contracts })} />
    <AddedShifts shifts={asked.shifts} onChange={(shifts) => onChange({ shifts })} />
  </>
);

interface Left {
  value: string[];
  onChange: (ids: string[]) => void;
}

function WithoutReaders({ value, onChange }: Left) {
  const readers = useReaders().data ?? [];
  return (
    <MultiSelect
      label={text('whatIf.withoutReaders')}
      placeholder={value.length === 0 ? text('whatIf.everybody') : ''}
      data={readers.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
    />
  );
}

function WithoutContracts({ value, onChange }: Left) {
  const contracts = useQuery({ queryKey: ['contracts'], queryFn: () => everyItem(client.network.contracts.list) });
  return (
    <MultiSelect
      label={text('whatIf.withoutContracts')}
      placeholder={value.length === 0 ? text('whatIf.allContracts') : ''}
      data={(contracts.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
    />
  );
}

function Changes({ asked, onChange }: ChangeProps) {
  const versions = useVersions();
  return (
    <>
      <Group gap="sm" grow align="flex-start">
        <Select
          label={text('whatIf.policy')}
          placeholder={text('whatIf.policyAsNow')}
          data={versions}
          value={asked.version}
          onChange={(version) => onChange({ version })}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: text('whatIf.policy') }), tabIndex: 0 }}
        />
        <WithoutReaders value={asked.withoutReaders} onChange={(withoutReaders) => onChange({ withoutReaders })} />
      </Group>
      <WithoutContracts
        value={asked.withoutContracts}
        onChange={(withoutContracts) => onChange({ withoutContracts })}
      />
      <Group gap="sm" align="flex-end">
        <NumberInput
          label={text('whatIf.traffic')}
          value={asked.traffic}
          onChange={(traffic) => onChange({ traffic: Number(traffic) || 1 })}
          min={0.1}
          max={3}
          step={0.1}
          decimalScale={2}
          w={140}
        />
        <TextInput
          label={text('whatIf.name')}
          value={asked.name}
          maxLength={200}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          style={{ flex: 1 }}
        />
      </Group>
    </>
  );
}
