import { Group, MultiSelect, TextInput } from '@mantine/core';
import { label, text } from '../texts/text.js';
import type { Written } from './written.js';

type Parameters = Written['parameters'];
interface FieldsProps {
  written: Written;
  onChange: (parameters: Parameters) => void;
}

const ISSUES = ['draft', 'preliminary', 'final', 'opinion'] as const;
const TIERS = ['onshore', 'nearshore', 'offshore'] as const;

/** What the kind of rule needs to be told. */
export function ParameterFields({ written, onChange }: FieldsProps) {
  const { rule, parameters } = written;
  if (rule === 'secondReadMandatory') return <StudiesFields written={written} onChange={onChange} />;
  if (rule !== 'readingPlace') return null;
  return (
    <Group grow align="flex-start">
      <MultiSelect
        withAsterisk
        label={text('jurisdictions.issues')}
        data={ISSUES.map((value) => ({ value, label: label('issues', value) }))}
        value={parameters.issues ?? []}
        onChange={(issues) => onChange({ ...parameters, issues: issues as NonNullable<Parameters['issues']> })}
      />
      <MultiSelect
        withAsterisk
        label={text('jurisdictions.tiers')}
        data={TIERS.map((value) => ({ value, label: label('tier', value) }))}
        value={parameters.tiers ?? []}
        onChange={(tiers) => onChange({ ...parameters, tiers: tiers as NonNullable<Parameters['tiers']> })}
      />
    </Group>
  );
}

function StudiesFields({ written: { parameters }, onChange }: FieldsProps) {
  const described = (value: string) => {
    const { descriptionContains: _before, ...rest } = parameters;
    onChange(value.trim() === '' ? rest : { ...rest, descriptionContains: value });
  };
  return (
    <Group grow align="flex-start">
      <TextInput
        required
        label={text('jurisdictions.modality')}
        description={text('jurisdictions.modalityAbout')}
        maxLength={16}
        value={parameters.modality ?? ''}
        onChange={(event) => onChange({ ...parameters, modality: event.currentTarget.value.toUpperCase() })}
      />
      <TextInput
        label={text('jurisdictions.description')}
        description={text('jurisdictions.descriptionAbout')}
        maxLength={200}
        value={parameters.descriptionContains ?? ''}
        onChange={(event) => described(event.currentTarget.value)}
      />
    </Group>
  );
}
