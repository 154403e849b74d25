import { Button, Group, MultiSelect, NumberInput, Paper, Select, Stack, TextInput } from '@mantine/core';
import type { WhatIfRun } from '@overread/wire';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { instantsOf, lastDays, PeriodFields, validPeriod, type Period } from '../analytics/period.js';
import { useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { ProblemAlert } from '../ui/states.js';

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
  traffic: number;
}

function ask({ name, period, version, withoutReaders, traffic }: Asked): Promise<WhatIfRun> {
  const [id = '', number] = version?.split(':') ?? [];
  const policy = number === undefined ? {} : { policy: { id, version: Number(number) } };
  return client.whatIf.ask({
    name: name.trim(),
    ...instantsOf(period),
    change: { ...policy, withoutReaders, traffic },
  });
}

/** What to play again, and what shall be different. */
export function AskForm({ onAsked }: { onAsked: (run: WhatIfRun) => void }) {
  const [asked, setAsked] = useState<Asked>(() => ({
    name: '',
    period: lastDays(1),
    version: null,
    withoutReaders: [],
    traffic: 1,
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
        <Group gap="sm">
          <PeriodFields period={asked.period} onChange={(period) => change({ period })} />
        </Group>
        <Changes asked={asked} onChange={change} />
        {asking.error && <ProblemAlert error={asking.error} title={text('whatIf.refused')} />}
        <Group>
          <Button type="submit" loading={asking.isPending} disabled={!validPeriod(asked.period)}>
            {text('whatIf.ask')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Changes({ asked, onChange }: { asked: Asked; onChange: (changes: Partial<Asked>) => void }) {
  const versions = useVersions();
  const readers = useReaders().data ?? [];
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
        <MultiSelect
          label={text('whatIf.withoutReaders')}
          placeholder={asked.withoutReaders.length === 0 ? text('whatIf.everybody') : ''}
          data={readers.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.withoutReaders}
          onChange={(withoutReaders) => onChange({ withoutReaders })}
          searchable
        />
      </Group>
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
