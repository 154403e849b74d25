import {
  Alert,
  Button,
  Group,
  List,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import {
  checkPolicy,
  type PolicyDocument,
  type PolicyRule,
  type PriorityRule,
  type ReadingPlan,
} from '@overread/domain';
import { useMutation } from '@tanstack/react-query';
import { memo, useCallback, useRef, useState } from 'react';
import { client } from '../../session/api.js';
import { queries } from '../../session/queries.js';
import { text } from '../../texts/text.js';
import { told } from '../../ui/notify.js';
import { ProblemAlert } from '../../ui/states.js';
import { at, faultsOf, parsedDocument, type Fault, type Policy } from '../policy-version.js';
import { CoverageFields } from './coverage-fields.js';
import { PlansForm } from './plans-form.js';
import { PriorityForm } from './priority-form.js';
import { RulesForm } from './rules-form.js';
import { useSame } from './use-same.js';

interface EditorProps {
  policy: Policy;
  /** The document to begin with, as JSON: a version's, or a file's. */
  start: string;
  /** The number of the draft that was made, or null. */
  onDone: (made: number | null) => void;
}

/** Writes a new draft, in forms or as JSON: what is wrong is said at its place before anything is sent. */
export function DocumentEditor({ policy, start, onDone }: EditorProps) {
  const [written, setWritten] = useState(start);
  const begun = parsedDocument(start);
  const [mode, setMode] = useState(begun.document === null ? 'json' : 'form');
  const { document, faults: misshapen } = parsedDocument(written);
  const save = useMutation({
    mutationFn: () => client.policies.draft(policy.id, { document: JSON.parse(written) as never }),
    onSuccess: async ({ number }) => {
      await queries.invalidateQueries({ queryKey: ['policies'] });
      told(text('policies.drafted', { number }));
      onDone(number);
    },
  });
  // Plans that are inherited are the server's to know: a rule that names one is not called wrong here.
  const own = document === null ? [] : checkPolicy(document, policy.scope, []);
  const known = own.filter(({ code }) => policy.scope === 'network' || code !== 'plan/unknown');
  const faults = [...misshapen, ...known, ...faultsOf(save.error)];
  const change = (next: PolicyDocument) => setWritten(JSON.stringify(next, null, 2));
  return (
    <Stack>
      <EditorHead
        pending={save.isPending}
        disabled={document === null || known.length > 0}
        onCancel={() => onDone(null)}
        onSave={() => save.mutate()}
      />
      <SegmentedControl
        aria-label={text('policies.writtenAs')}
        value={mode}
        onChange={setMode}
        data={[
          { value: 'form', label: text('policies.asForm'), disabled: document === null },
          { value: 'json', label: text('policies.asJson') },
        ]}
        w={260}
      />
      {Boolean(save.error) && faultsOf(save.error).length === 0 && <ProblemAlert error={save.error} />}
      <Faults faults={faults} />
      {mode === 'form' && document !== null ? (
        <DocumentForm document={document} faults={faults} onChange={change} network={policy.scope === 'network'} />
      ) : (
        <JsonField value={written} onChange={setWritten} />
      )}
    </Stack>
  );
}

interface EditorHeadProps {
  pending: boolean;
  disabled: boolean;
  onCancel: () => void;
  onSave: () => void;
}

function EditorHead({ pending, disabled, onCancel, onSave }: EditorHeadProps) {
  return (
    <Group justify="space-between">
      <Title order={2} size="h4">
        {text('policies.newDraft')}
      </Title>
      <Group gap="xs">
        <Button variant="default" onClick={onCancel}>
          {text('cancel')}
        </Button>
        <Button onClick={onSave} loading={pending} disabled={disabled}>
          {text('policies.saveDraft')}
        </Button>
      </Group>
    </Group>
  );
}

function JsonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Textarea
      label={text('network.document')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autosize
      minRows={16}
      maxRows={32}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
    />
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <Alert className="bad" role="alert" title={text('policies.faults')}>
      <List size="sm">
        {faults.slice(0, 20).map(({ path, message }) => (
          <List.Item key={`${path} ${message}`}>
            <b>{path === '' ? text('network.document') : path}</b>: {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** A key that is pressed in one part of a long document draws that part, not all the others. */
const CalmPriority = memo(PriorityForm);
const CalmRules = memo(RulesForm);
const CalmPlans = memo(PlansForm);
const CalmCoverage = memo(CoverageFields);
const NO_RULES: PriorityRule[] = [];
const NO_COVERAGE: NonNullable<PolicyDocument['coverage']> = {};

interface FormProps {
  document: PolicyDocument;
  faults: readonly Fault[];
  onChange: (document: PolicyDocument) => void;
  network: boolean;
}

function DocumentForm({ document: fresh, faults: found, onChange, network }: FormProps) {
  const [document, faults] = [useSame(fresh), useSame(found)];
  const plans = useSame(document.plans.map(({ name }) => name));
  const latest = useRef({ document, onChange });
  latest.current = { document, onChange };
  const change = useCallback((to: (document: PolicyDocument) => PolicyDocument) => {
    latest.current.onChange(to(latest.current.document));
  }, []);
  const setRules = useCallback((rules: PolicyRule[]) => change((whole) => ({ ...whole, rules })), [change]);
  const setPlans = useCallback((next: ReadingPlan[]) => change((whole) => ({ ...whole, plans: next })), [change]);
  const setPriority = useCallback(
    (priority: PriorityRule[]) =>
      change(({ priority: _before, ...rest }) => (priority.length === 0 ? rest : { ...rest, priority })),
    [change],
  );
  const setCoverage = useCallback(
    (coverage: NonNullable<PolicyDocument['coverage']>) =>
      change(({ coverage: _before, ...rest }) => (Object.keys(coverage).length === 0 ? rest : { ...rest, coverage })),
    [change],
  );
  return (
    <Stack gap="lg">
      <SettingsFields document={document} faults={faults} onChange={onChange} network={network} plans={plans} />
      <CalmCoverage coverage={document.coverage ?? NO_COVERAGE} onChange={setCoverage} />
      <CalmPriority rules={document.priority ?? NO_RULES} faults={faults} onChange={setPriority} />
      <CalmRules rules={document.rules} plans={plans} faults={faults} onChange={setRules} />
      <CalmPlans plans={document.plans} faults={faults} onChange={setPlans} />
      <Text size="sm" c="dimmed">
        {text('policies.moreAsJson')}
      </Text>
    </Stack>
  );
}

function SettingsFields({ document, faults, onChange, network, plans }: FormProps & { plans: string[] }) {
  const { pediatricBelowYears: years, ...rest } = document;
  return (
    <Group align="flex-end">
      {network && (
        <Select
          label={text('policies.fallback')}
          description={text('policies.fallbackAbout')}
          data={plans}
          value={document.fallback ?? null}
          onChange={(fallback) => onChange({ ...document, ...(fallback === null ? {} : { fallback }) })}
          allowDeselect={false}
          error={at(faults, 'fallback')[0]?.message}
          w={320}
        />
      )}
      <NumberInput
        label={text('policies.pediatricBelow')}
        value={years ?? ''}
        onChange={(value) => onChange(value === '' ? rest : { ...document, pediatricBelowYears: Number(value) })}
        min={0}
        max={30}
        w={220}
      />
    </Group>
  );
}
