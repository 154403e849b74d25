import { Group, Select, TextInput } from '@mantine/core';
import type { JurisdictionRuleBody } from '@overread/wire';
import { useState } from 'react';
import { useAct } from '../acts/use-act.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ReasonField } from '../ui/reason-field.js';
import { DayField } from './day-field.js';
import { ParameterFields } from './parameter-fields.js';
import { placeOf, ruleWords } from './rule-words.js';
import type { Written } from './written.js';

const KINDS: readonly JurisdictionRuleBody['rule'][] = [
  'finaliserMustBePreliminaryReader',
  'stepBeforeExam',
  'secondReadMandatory',
  'readingPlace',
];

const EMPTY: Written = {
  country: '',
  subdivision: null,
  rule: 'finaliserMustBePreliminaryReader',
  parameters: {},
  source: '',
  sourceUrl: null,
  validFrom: '',
  validUntil: null,
  reason: '',
};
const writtenOf = ({ country, subdivision, rule, parameters, ...rest }: JurisdictionRuleBody): Written => ({
  country,
  subdivision,
  rule,
  parameters,
  source: rest.source,
  sourceUrl: rest.sourceUrl,
  validFrom: rest.validFrom,
  validUntil: rest.validUntil,
  reason: '',
});
const orNull = (value: string): string | null => (value.trim() === '' ? null : value);

function send(record: JurisdictionRuleBody | null, written: Written) {
  if (record === null) return client.jurisdictions.record(written);
  const { rule: _kind, ...corrected } = written;
  return client.jurisdictions.correct(record.id, corrected, { version: record.number });
}

interface FieldsProps {
  written: Written;
  change: (next: Partial<Written>) => void;
}

function PlaceFields({ written, change }: FieldsProps) {
  return (
    <Group grow align="flex-start">
      <TextInput
        data-autofocus
        required
        label={text('jurisdictions.country')}
        description={text('jurisdictions.countryAbout')}
        maxLength={2}
        value={written.country}
        onChange={(event) => change({ country: event.currentTarget.value.toUpperCase() })}
      />
      <TextInput
        label={text('jurisdictions.subdivision')}
        description={text('jurisdictions.subdivisionAbout')}
        maxLength={6}
        value={written.subdivision ?? ''}
        onChange={(event) => change({ subdivision: orNull(event.currentTarget.value.toUpperCase()) })}
      />
    </Group>
  );
}

function SourceFields({ written, change }: FieldsProps) {
  return (
    <>
      <TextInput
        required
        label={text('jurisdictions.source')}
        maxLength={1000}
        value={written.source}
        onChange={(event) => change({ source: event.currentTarget.value })}
      />
      <TextInput
        type="url"
        label={text('jurisdictions.sourceUrl')}
        maxLength={2000}
        value={written.sourceUrl ?? ''}
        onChange={(event) => change({ sourceUrl: orNull(event.currentTarget.value) })}
      />
    </>
  );
}

function DayFields({ written, change }: FieldsProps) {
  return (
    <Group grow align="flex-start">
      <DayField
        required
        label={text('jurisdictions.validFrom')}
        value={written.validFrom}
        onChange={(validFrom) => change({ validFrom })}
      />
      <DayField
        label={text('jurisdictions.validUntil')}
        value={written.validUntil ?? ''}
        onChange={(day) => change({ validUntil: orNull(day) })}
      />
    </Group>
  );
}

/** A new record, or what one is to say from now on. */
export function RecordDialog({ record, onClose }: { record: JurisdictionRuleBody | null; onClose: () => void }) {
  const [written, setWritten] = useState<Written>(record ? writtenOf(record) : EMPTY);
  const change = (next: Partial<Written>) => setWritten((before) => ({ ...before, ...next }));
  const saved = useAct(() => send(record, written), {
    done: text(record ? 'jurisdictions.corrected' : 'jurisdictions.saved'),
    shownBy: [['jurisdictions'], ['policies']],
    onDone: onClose,
  });
  const act = text(record ? 'jurisdictions.correct' : 'jurisdictions.add');
  return (
    <FormDialog
      title={record ? text('jurisdictions.of', { act, rule: ruleWords(record), place: placeOf(record) }) : act}
      submit={act}
      size="lg"
      onSubmit={() => saved.mutate(undefined)}
      onClose={onClose}
      error={saved.error}
      pending={saved.isPending}
      disabled={[written.country, written.source, written.validFrom, written.reason].some((each) => each.trim() === '')}
    >
      <PlaceFields written={written} change={change} />
      <Select
        label={text('jurisdictions.rule')}
        allowDeselect={false}
        disabled={record !== null}
        data={KINDS.map((kind) => ({ value: kind, label: label('jurisdictionRule', kind) }))}
        value={written.rule}
        onChange={(rule) => change({ rule: rule as Written['rule'], parameters: {} })}
      />
      <ParameterFields written={written} onChange={(parameters) => change({ parameters })} />
      <SourceFields written={written} change={change} />
      <DayFields written={written} change={change} />
      <ReasonField
        label={text('jurisdictions.reason')}
        value={written.reason}
        onChange={(reason) => change({ reason })}
      />
    </FormDialog>
  );
}
