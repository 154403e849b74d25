import { ActionIcon, Checkbox, Group, MultiSelect, NumberInput, Select } from '@mantine/core';
import { TIERS, type PlannedRead, type StepOpening } from '@overread/domain';
import { IconTrash } from '@tabler/icons-react';
import { nameOf, useReadingGroups } from '../../network/directory.js';
import { label, text } from '../../texts/text.js';

type Step = PlannedRead['ladder'][number];

interface StepFormProps {
  step: Step;
  place: number;
  /** The place of its read in the plan: a step may wait for those before it. */
  readPlace: number;
  onChange: (step: Step) => void;
  onRemove: () => void;
}

/** Who a step is for, and what opens it: the first of these that holds. */
export function StepForm({ step, place, readPlace, onChange, onRemove }: StepFormProps) {
  const { opens } = step;
  const set = (changes: Partial<StepOpening>) => onChange({ ...step, opens: { ...opens, ...changes } });
  return (
    <Group align="flex-end" gap="xs" component="section" aria-label={text('policies.stepAt', { place: place + 1 })}>
      <PoolFields step={step} place={place} onChange={(pool) => onChange({ ...step, pool })} />
      <Checkbox
        size="xs"
        pb={6}
        label={text('opens.atOnce')}
        checked={opens.atOnce}
        onChange={(event) => set({ atOnce: event.currentTarget.checked })}
      />
      <OpeningNumbers opens={opens} onChange={set} />
      <Checkbox
        size="xs"
        pb={6}
        label={text('opens.nobody')}
        checked={opens.whenNobodySignedOn}
        onChange={(event) => set({ whenNobodySignedOn: event.currentTarget.checked })}
      />
      {readPlace > 0 && (
        <Select
          size="xs"
          label={text('policies.afterRead')}
          data={Array.from({ length: readPlace }, (_, at) => ({ value: String(at), label: String(at + 1) }))}
          value={opens.afterReadOrdinal === null ? null : String(opens.afterReadOrdinal)}
          onChange={(value) => set({ afterReadOrdinal: value === null ? null : Number(value) })}
          clearable
          clearButtonProps={{ 'aria-label': text('policies.clear') }}
          w={150}
        />
      )}
      <ActionIcon variant="subtle" aria-label={text('policies.removeStep')} onClick={onRemove} mb={4}>
        <IconTrash aria-hidden size={16} />
      </ActionIcon>
    </Group>
  );
}

interface PoolProps {
  step: Step;
  place: number;
  onChange: (pool: Step['pool']) => void;
}

/** Tiers and groups, where none is all; off the roster only; or a list of overflow. One named reader is written as JSON. */
function PoolFields({ step: { pool }, place, onChange }: PoolProps) {
  const groups = useReadingGroups().data;
  const { offRoster: _off, ...onRoster } = pool;
  const known = (groups ?? []).map(({ id, name }) => ({ value: id as string, label: name }));
  const others = pool.readingGroupIds
    .filter((id) => nameOf(groups, id) === null)
    .map((id) => ({ value: id as string, label: id.slice(-6) }));
  return (
    <>
      <MultiSelect
        size="xs"
        label={text('policies.stepAt', { place: place + 1 })}
        placeholder={pool.tiers.length === 0 ? text('policies.everyTier') : ''}
        data={TIERS.map((value) => ({ value, label: label('tier', value) }))}
        value={pool.tiers}
        onChange={(tiers) => onChange({ ...pool, tiers: tiers as typeof pool.tiers })}
        w={260}
      />
      <MultiSelect
        size="xs"
        label={text('policies.stepGroups')}
        placeholder={pool.readingGroupIds.length === 0 ? text('why.everyGroup') : ''}
        data={[...known, ...others]}
        value={pool.readingGroupIds}
        onChange={(ids) => onChange({ ...pool, readingGroupIds: ids as typeof pool.readingGroupIds })}
        searchable
        w={260}
      />
      <Checkbox
        size="xs"
        pb={6}
        label={text('policies.offRoster')}
        checked={pool.offRoster === true}
        onChange={(event) => onChange(event.currentTarget.checked ? { ...onRoster, offRoster: true } : onRoster)}
      />
      <OverflowFields pool={pool} onChange={onChange} />
    </>
  );
}

function OverflowFields({ pool, onChange }: Pick<PoolProps, 'onChange'> & { pool: Step['pool'] }) {
  const { overflow, ...others } = pool;
  const number = (name: 'below' | 'shows', value: number | string) =>
    onChange(value === '' ? others : { ...pool, overflow: { below: 3, shows: 2, ...overflow, [name]: Number(value) } });
  return (
    <>
      <NumberInput
        size="xs"
        label={text('policies.overflowBelow')}
        value={overflow?.below ?? ''}
        onChange={(value) => number('below', value)}
        min={1}
        max={100}
        w={150}
      />
      {overflow !== undefined && (
        <NumberInput
          size="xs"
          label={text('policies.overflowShows')}
          value={overflow.shows}
          onChange={(value) => number('shows', value === '' ? 1 : value)}
          min={1}
          max={100}
          w={120}
        />
      )}
    </>
  );
}

interface OpeningNumbersProps {
  opens: StepOpening;
  onChange: (changes: Partial<StepOpening>) => void;
}

const percent = (share: number | null | undefined) => (typeof share === 'number' ? Math.round(share * 100) : '');
const share = (value: number | string) => (value === '' ? null : Number(value) / 100);
const minutes = (value: number | string) => (value === '' ? null : Number(value));

function OpeningNumbers({ opens, onChange }: OpeningNumbersProps) {
  return (
    <>
      <NumberInput
        size="xs"
        label={text('policies.afterMinutes')}
        value={opens.afterMinutes ?? ''}
        onChange={(value) => onChange({ afterMinutes: minutes(value) })}
        min={0}
        w={120}
      />
      <NumberInput
        size="xs"
        label={text('policies.atPercent')}
        value={percent(opens.atShareOfDeadline)}
        onChange={(value) => onChange({ atShareOfDeadline: share(value) })}
        min={0}
        max={100}
        w={150}
      />
      <NumberInput
        size="xs"
        label={text('policies.breachPercent')}
        value={percent(opens.whenForecastBreach)}
        onChange={(value) => onChange({ whenForecastBreach: share(value) })}
        min={0}
        max={100}
        w={170}
      />
      <NumberInput
        size="xs"
        label={text('policies.uncoveredMinutes')}
        value={opens.whenUncoveredAfterMinutes ?? ''}
        onChange={(value) => onChange({ whenUncoveredAfterMinutes: minutes(value) })}
        min={0}
        w={190}
      />
    </>
  );
}
