import { Alert, Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { CONCLUSIONS } from '@overread/domain';
import { IconAlertTriangle, IconCheck, IconLoader } from '@tabler/icons-react';
import { label, text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { sentenceOf } from '../ui/states.js';
import type { Conclusion, DraftState, ReportText } from './draft-saver.js';
import type { Draft } from './use-draft.js';

function savedText(state: DraftState): string {
  if (state.kind === 'saved') return text('draft.saved', { time: time(state.at) });
  if (state.kind === 'failed') return text('draft.failed', { why: sentenceOf(state.error) });
  return text(`draft.${state.kind}`);
}

function SaveState({ state }: { state: DraftState }) {
  const bad = state.kind === 'failed' || state.kind === 'conflict';
  const Icon = bad ? IconAlertTriangle : state.kind === 'saved' ? IconCheck : IconLoader;
  return (
    <Group gap={6} c={bad ? 'var(--overread-bad)' : 'dimmed'} role="status" data-draft={state.kind}>
      {state.kind !== 'clean' && <Icon aria-hidden size={15} />}
      <Text size="xs" span>
        {savedText(state)}
      </Text>
    </Group>
  );
}

function Conflict({ resolve }: { resolve: Draft['resolve'] }) {
  return (
    <Alert className="warn" title={text('draft.conflict')} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs">
        {text('draft.conflictWhy')}
        <Group gap="xs">
          <Button size="xs" onClick={() => void resolve(true)}>
            {text('draft.keepMine')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void resolve(false)}>
            {text('draft.takeTheirs')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface FieldsProps {
  report: ReportText;
  change: (next: Partial<ReportText>) => void;
  disabled?: boolean;
}

export function ReportFields({ report, change, disabled = false }: FieldsProps) {
  return (
    <>
      <Textarea
        label={text('report.findings')}
        autosize
        minRows={5}
        maxRows={18}
        disabled={disabled}
        value={report.findings}
        onChange={(event) => change({ findings: event.currentTarget.value })}
      />
      <Textarea
        label={text('report.impression')}
        required
        autosize
        minRows={3}
        maxRows={12}
        disabled={disabled}
        value={report.impression}
        onChange={(event) => change({ impression: event.currentTarget.value })}
      />
      <Radio.Group
        label={text('report.conclusion')}
        required
        value={report.conclusion ?? ''}
        onChange={(value) => change({ conclusion: value as Conclusion })}
      >
        <Group gap="md" mt={6}>
          {CONCLUSIONS.map((value) => (
            <Radio key={value} value={value} label={label('conclusion', value)} disabled={disabled} />
          ))}
        </Group>
      </Radio.Group>
    </>
  );
}

/** The report being written: findings, impression and its coded conclusion. */
export function ReportEditor({ draft, disabled }: { draft: Draft; disabled: boolean }) {
  const { report, change, state, kept, resolve } = draft;
  return (
    <Stack gap="sm">
      <ReportFields report={report} change={change} disabled={disabled} />
      {state.kind === 'conflict' && <Conflict resolve={resolve} />}
      {kept && <SaveState state={state} />}
    </Stack>
  );
}
