import { Select, Text, TextInput } from '@mantine/core';
import { everyItem } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../acts/use-act.js';
import { useFacilities } from '../network/directory.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import type { Policy } from './policy-version.js';

const SCOPES = ['network', 'health-system', 'facility'] as const;
type Scope = (typeof SCOPES)[number];
const NOTHING_OF_ITS_OWN = { plans: [], rules: [] };

/** What a new policy begins as: another's latest document, or, where one above it decides the rest, nothing of its own. */
const documentOf = (policies: readonly Policy[], id: string | null) =>
  policies.find((policy) => policy.id === id)?.versions.at(-1)?.document ?? NOTHING_OF_ITS_OWN;

interface Asked {
  name: string;
  scope: Scope;
  of: string | null;
  copied: string | null;
}

/** For which health system or facility. */
function WhoseSelect({ asked, onChange }: { asked: Asked; onChange: (of: string | null) => void }) {
  const facilities = useFacilities().data ?? [];
  const systems = useQuery({
    queryKey: ['health-systems'],
    queryFn: () => everyItem(client.network.healthSystems.list),
  });
  if (asked.scope === 'network') return null;
  const choices = asked.scope === 'facility' ? facilities : (systems.data ?? []);
  return (
    <Select
      searchable
      withAsterisk
      label={label('policyScope', asked.scope)}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      value={asked.of}
      onChange={onChange}
    />
  );
}

function create(
  { name, scope, of }: Asked,
  document: Policy['versions'][number]['document'] | typeof NOTHING_OF_ITS_OWN,
) {
  return client.policies.create({
    name: name.trim(),
    scope,
    healthSystemId: scope === 'health-system' ? of : null,
    facilityId: scope === 'facility' ? of : null,
    document,
  });
}

/** A policy of the network, a health system or a facility: its first version is a draft. */
export function NewPolicyDialog({ policies, onClose }: { policies: readonly Policy[]; onClose: () => void }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>({ name: '', scope: 'facility', of: null, copied: null });
  const change = (next: Partial<Asked>) => setAsked((before) => ({ ...before, ...next }));
  const made = useAct(() => create(asked, documentOf(policies, asked.copied)), {
    done: text('newPolicy.done'),
    shownBy: [['policies']],
    onDone: ({ id }) => void navigate(`/policies/${id}`),
  });
  return (
    <FormDialog
      title={text('newPolicy.title')}
      submit={text('newPolicy.submit')}
      onSubmit={() => made.mutate(undefined)}
      onClose={onClose}
      error={made.error}
      pending={made.isPending}
      disabled={asked.name.trim() === '' || (asked.scope !== 'network' && asked.of === null)}
    >
      <Text size="sm" c="dimmed">
        {text('newPolicy.lead')}
      </Text>
      <TextInput
        data-autofocus
        required
        label={text('network.name')}
        maxLength={200}
        value={asked.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label={text('newPolicy.scope')}
        allowDeselect={false}
        data={SCOPES.map((scope) => ({ value: scope, label: label('policyScope', scope) }))}
        value={asked.scope}
        onChange={(scope) => change({ scope: scope as Scope, of: null })}
      />
      <WhoseSelect asked={asked} onChange={(of) => change({ of })} />
      <Select
        clearable
        clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: text('newPolicy.copied') }), tabIndex: 0 }}
        label={text('newPolicy.copied')}
        placeholder={text('newPolicy.empty')}
        data={policies.map(({ id, name }) => ({ value: id, label: name }))}
        value={asked.copied}
        onChange={(copied) => change({ copied })}
      />
    </FormDialog>
  );
}
