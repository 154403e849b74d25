import { ActionIcon, Button, Fieldset, Group, MultiSelect, Select } from '@mantine/core';
import { MODALITY_FAMILIES } from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useHealthSystems, useReadingGroups } from '../network/directory.js';
import { text } from '../texts/text.js';

type TriedContract = NewWhatIf['change']['contracts'][number];

/** A contract that is tried: what is left empty is everything. */
export interface AddedContract {
  healthSystemId: string | null;
  readingGroupId: string | null;
  modalityFamilies: string[];
}
const NEW: AddedContract = { healthSystemId: null, readingGroupId: null, modalityFamilies: [] };

export function contractToSend({ healthSystemId, readingGroupId, modalityFamilies }: AddedContract): TriedContract[] {
  if (healthSystemId === null || readingGroupId === null) return [];
  const families = modalityFamilies as TriedContract['modalityFamilies'];
  return [{ healthSystemId, readingGroupId, modalityFamilies: families, facilityIds: [], priorities: [], issues: [] }];
}
export const isWholeContract = (contract: AddedContract): boolean => contractToSend(contract).length > 0;

interface OneProps {
  number: number;
  contract: AddedContract;
  onChange: (contract: AddedContract) => void;
  onRemove: () => void;
}

function OneContract({ number, contract, onChange, onRemove }: OneProps) {
  const named = (list: readonly { id: string; name: string }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Fieldset legend={text('whatIf.contract', { number })}>
      <Group align="flex-start">
        <Select
          searchable
          withAsterisk
          label={text('whatIf.contractFor')}
          data={named(useHealthSystems().data)}
          value={contract.healthSystemId}
          onChange={(healthSystemId) => onChange({ ...contract, healthSystemId })}
        />
        <Select
          searchable
          withAsterisk
          label={text('rosters.group')}
          data={named(useReadingGroups().data)}
          value={contract.readingGroupId}
          onChange={(readingGroupId) => onChange({ ...contract, readingGroupId })}
        />
        <MultiSelect
          label={text('whatIf.contractFamilies')}
          placeholder={contract.modalityFamilies.length === 0 ? text('whatIf.allFamilies') : ''}
          data={[...MODALITY_FAMILIES]}
          value={contract.modalityFamilies}
          onChange={(modalityFamilies) => onChange({ ...contract, modalityFamilies })}
        />
        <ActionIcon variant="default" mt={24} aria-label={text('whatIf.removeContract', { number })} onClick={onRemove}>
          <IconTrash aria-hidden size={16} />
        </ActionIcon>
      </Group>
    </Fieldset>
  );
}

interface Contracts {
  contracts: AddedContract[];
  onChange: (contracts: AddedContract[]) => void;
}

export function AddedContracts({ contracts, onChange }: Contracts) {
  return (
    <>
      {contracts.map((contract, at) => (
        <OneContract
          key={at}
          number={at + 1}
          contract={contract}
          onChange={(next) => onChange(contracts.with(at, next))}
          onRemove={() => onChange(contracts.toSpliced(at, 1))}
        />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus aria-hidden size={15} />}
          onClick={() => onChange([...contracts, NEW])}
        >
          {text('whatIf.addContract')}
        </Button>
      </Group>
    </>
  );
}
