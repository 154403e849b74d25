import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { parameterDifferences } from '@overread/domain';
import type { DispatchParameters } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { SaidDialog } from '../acts/said-dialog.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { FieldTable } from './field-table.js';
import { Differences, History } from './history.js';
import { proposalOf, triedParams, useDraft, type Draft } from './proposal.js';
import { PutDialog } from './put-dialog.js';

const KEY = ['dispatch-parameters'];
const PARTS = ['order', 'choice', 'plan'] as const;
const AGAIN_MS = 10_000;

/** By which numbers the network dispatches: what is in force, what somebody proposes, and what was before. */
export function ParametersPage() {
  const parameters = useQuery({ queryKey: KEY, queryFn: () => client.parameters.get(), refetchInterval: AGAIN_MS });
  return (
    <Page title={text('parameters.title')} lead={text('parameters.lead')}>
      <QueryView query={parameters}>{(shown) => <Parameters shown={shown} />}</QueryView>
    </Page>
  );
}

/** The numbers of a set that are not in force. */
const draftOf = ({ parameters }: DispatchParameters, set: DispatchParameters['parameters']): Draft =>
  Object.fromEntries(parameterDifferences(parameters, set).map(({ path, to }) => [path, to]));

function Parameters({ shown }: { shown: DispatchParameters }) {
  const may = useMay()('change-dispatch-parameters');
  const [draft, setDraft] = useDraft();
  const proposal = proposalOf(shown, draft);
  const propose = (path: string, value: number | null) => {
    const { [path]: _, ...others } = draft;
    setDraft(value === null ? others : { ...others, [path]: value });
  };
  return (
    <Stack gap="lg">
      <Proposal shown={shown} proposal={proposal} may={may} onDraft={setDraft} />
      {PARTS.map((part) => (
        <FieldTable
          key={part}
          part={part}
          fields={shown.fields.filter((field) => field.part === part)}
          draft={draft}
          errors={proposal.errors}
          onPropose={may ? propose : undefined}
        />
      ))}
      <History
        history={shown.history}
        next={shown.historyNext}
        onPropose={may ? ({ parameters }) => setDraft(draftOf(shown, parameters)) : undefined}
      />
    </Stack>
  );
}

interface ProposalProps {
  shown: DispatchParameters;
  proposal: ReturnType<typeof proposalOf>;
  may: boolean;
  onDraft: (draft: Draft) => void;
}

function Proposal({ shown, proposal, may, onDraft }: ProposalProps) {
  const { differences } = proposal;
  const [latest] = shown.history;
  const inForce = latest
    ? text('parameters.version', { number: latest.number, at: time(latest.inForceAt) })
    : text('parameters.version.0');
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="section" aria-label={text('parameters.differs')}>
      <Stack gap="sm">
        <Text size="sm">{inForce}</Text>
        {may && (
          <>
            <Title order={2} size="h5">
              {text('parameters.differs')}
            </Title>
            {differences.length === 0 ? (
              <Text size="sm" c="dimmed">
                {text('parameters.nothing')}
              </Text>
            ) : (
              <Differences differences={differences} />
            )}
            <Acts shown={shown} proposal={proposal} onDraft={onDraft} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

function Acts({ shown, proposal, onDraft }: Omit<ProposalProps, 'may'>) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'put' | 'back' | null>(null);
  const { proposed, differences, errors } = proposal;
  const tried = triedParams(proposed, differences);
  const ready = differences.length > 0 && errors.size === 0;
  const close = () => setOpen(null);
  return (
    <>
      <Group gap="xs">
        <Button disabled={!ready} onClick={() => setOpen('put')}>
          {text('parameters.put')}
        </Button>
        <Button
          variant="default"
          disabled={!ready || tried === undefined}
          onClick={() => void navigate('/what-if', { state: { params: tried } })}
        >
          {text('parameters.try')}
        </Button>
        <Button variant="default" disabled={differences.length === 0} onClick={() => onDraft({})}>
          {text('parameters.discard')}
        </Button>
        <Button variant="default" onClick={() => onDraft(draftOf(shown, shown.defaults))}>
          {text('parameters.defaults')}
        </Button>
        {shown.version > 0 && (
          <Button variant="default" onClick={() => setOpen('back')}>
            {text('parameters.goBack')}
          </Button>
        )}
      </Group>
      {differences.some(({ path }) => path.startsWith('plan.')) && (
        <Text size="xs" c="dimmed">
          {text('parameters.planNotTried')}
        </Text>
      )}
      {open === 'put' && (
        <PutDialog
          version={shown.version}
          proposed={proposed}
          tried={tried}
          onDone={() => onDraft({})}
          onClose={close}
        />
      )}
      {open === 'back' && <GoBack version={shown.version} onClose={close} />}
    </>
  );
}

function GoBack({ version, onClose }: { version: number; onClose: () => void }) {
  const [looked] = useState(version);
  return (
    <SaidDialog
      title={text('parameters.goBack')}
      lead={text('parameters.goBackLead', { number: looked - 1 })}
      label={text('reason')}
      done={text('parameters.goBackDone')}
      errorTitle={text('parameters.refused')}
      shownBy={[KEY]}
      send={(reason) => client.parameters.goBack({ reason, to: looked - 1 }, looked)}
      onClose={onClose}
    />
  );
}
