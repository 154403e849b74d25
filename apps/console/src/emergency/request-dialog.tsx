import { Alert, Group, Select, Text, Textarea, TextInput } from '@mantine/core';
import { BREAK_GLASS_GROUNDS, INSTRUMENT_KINDS } from '@overread/domain';
import type { Explanation, Read, Study } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useAct } from './use-act.js';

type Failed = Explanation['reads'][number]['ineligible'][number]['failed'];

const LEGAL = ['licence', 'residency'] as const;
const NO_INSTRUMENT = { kind: 'emergency-order' as (typeof INSTRUMENT_KINDS)[number], reference: '', issuedBy: '' };

/** What stands against the reader, and whether it may be set aside at all. */
function WhatFails({ failed }: { failed: Failed }) {
  const never = failed.filter(({ code }) => BREAK_GLASS_GROUNDS[code as keyof typeof BREAK_GLASS_GROUNDS] === 'never');
  return (
    <Alert
      className={never.length > 0 ? 'bad' : undefined}
      title={text(never.length > 0 ? 'breakGlass.never' : 'breakGlass.fails')}
    >
      {failed.map(({ code, fact }) => (
        <Text key={code} size="sm">
          {label('rule', code)}: {fact} (
          {label('ground', BREAK_GLASS_GROUNDS[code as keyof typeof BREAK_GLASS_GROUNDS])})
        </Text>
      ))}
    </Alert>
  );
}

type Instrument = typeof NO_INSTRUMENT;

/** The legal instrument that a licence or residency rule yields to. */
function InstrumentFields({ value, onChange }: { value: Instrument; onChange: (value: Instrument) => void }) {
  return (
    <Group grow align="flex-start">
      <Select
        label={text('breakGlass.instrument')}
        allowDeselect={false}
        data={INSTRUMENT_KINDS.map((each) => ({ value: each, label: label('instrument', each) }))}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind: (kind ?? 'other') as Instrument['kind'] })}
      />
      <TextInput
        label={text('breakGlass.reference')}
        required
        maxLength={200}
        value={value.reference}
        onChange={(event) => onChange({ ...value, reference: event.currentTarget.value })}
      />
      <TextInput
        label={text('breakGlass.issuedBy')}
        required
        maxLength={200}
        value={value.issuedBy}
        onChange={(event) => onChange({ ...value, issuedBy: event.currentTarget.value })}
      />
    </Group>
  );
}

/** What stands against a reader for a read, from the study's explanation. */
function useFailed(studyId: string, readId: string, readerId: string | null): Failed {
  const explanation = useQuery({
    queryKey: ['explanation', studyId],
    queryFn: () => client.studies.explanation(studyId),
  });
  const standing = explanation.data?.reads.find((each) => each.readId === readId);
  return standing?.ineligible.find((each) => each.readerId === readerId)?.failed ?? [];
}

/** Whoever is signed on: nobody else could take it. */
function ReaderSelect({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const readers = useReaders();
  const present = (readers.data ?? []).filter(({ presence }) => presence !== null);
  return (
    <Select
      data-autofocus
      searchable
      label={text('breakGlass.reader')}
      required
      value={value}
      onChange={onChange}
      data={present.map(({ id, name }) => ({ value: id, label: name }))}
      nothingFoundMessage={text('breakGlass.nobodySignedOn')}
    />
  );
}

/** Under which declared event, where one is under way at the study's facility: what was confirmed for it holds for this too. */
function EventSelect({ facility, value, onChange }: { facility: string; value: string | null; onChange: Choose }) {
  const may = useMay();
  const events = useQuery({
    queryKey: ['emergency', 'events', 'live'],
    queryFn: () => client.emergencies.events({ state: 'live' }),
    enabled: may('view-mass-casualties'),
  });
  const here = (events.data?.items ?? []).filter(({ live, facilities }) => live && facilities.includes(facility));
  if (here.length === 0) return null;
  return (
    <Select
      clearable
      clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: text('breakGlass.event') }), tabIndex: 0 }}
      label={text('breakGlass.event')}
      description={text('breakGlass.eventWhy')}
      placeholder={text('breakGlass.noEvent')}
      value={value}
      onChange={onChange}
      data={here.map(({ id, title }) => ({ value: id, label: title }))}
    />
  );
}
type Choose = (value: string | null) => void;

const Why = ({ value, onChange }: { value: string; onChange: (reason: string) => void }) => (
  <Textarea
    label={text('reason')}
    required
    autosize
    minRows={2}
    maxLength={1000}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

/** Asks that rules be set aside for a reader and the study's waiting read. */
export function RequestBreakGlassDialog({ study, read, onClose }: { study: Study; read: Read; onClose: () => void }) {
  const [readerId, setReaderId] = useState<string | null>(null);
  const [eventId, setEventId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [instrument, setInstrument] = useState(NO_INSTRUMENT);
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const failed = useFailed(study.id, read.id, readerId);
  const legal = LEGAL.filter((code) => failed.some((each) => each.code === code));
  const send = useAct(
    () => {
      const instruments = Object.fromEntries(legal.map((code) => [code, { ...instrument, validUntil: null }]));
      const body = { readerId: readerId ?? '', reason: reason.trim(), instruments, eventId };
      return client.emergencies.requestBreakGlass(read.id, body, {
        idempotencyKey: `${idempotencyKey}-${readerId}-${eventId}`,
      });
    },
    { done: text('breakGlass.requested'), onDone: onClose },
  );
  const incomplete = legal.length > 0 && (instrument.reference.trim() === '' || instrument.issuedBy.trim() === '');
  return (
    <FormDialog
      title={text('breakGlass.request')}
      submit={text('breakGlass.request')}
      color="red"
      size="lg"
      onSubmit={() => send.mutate(undefined)}
      onClose={onClose}
      error={send.error}
      errorTitle={text('emergency.refused')}
      pending={send.isPending}
      disabled={readerId === null || reason.trim() === '' || incomplete}
    >
      <Text size="sm" c="dimmed">
        {text('breakGlass.requestWhy')}
      </Text>
      <ReaderSelect value={readerId} onChange={setReaderId} />
      <EventSelect facility={study.facility} value={eventId} onChange={setEventId} />
      {failed.length > 0 && <WhatFails failed={failed} />}
      {legal.length > 0 && <InstrumentFields value={instrument} onChange={setInstrument} />}
      <Why value={reason} onChange={setReason} />
    </FormDialog>
  );
}
