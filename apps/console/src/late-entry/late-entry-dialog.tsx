import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { LATE_ENTRY_SOURCES } from '@overread/domain';
import type { Read, Reader } from '@overread/wire';
import { useMemo, useState } from 'react';
import { useAct } from '../acts/use-act.js';
import { nameOf, useReadingGroups } from '../network/directory.js';
import { ReportFields } from '../reading/report-editor.js';
import { bodyOf, textOf } from '../reading/use-draft.js';
import { readName } from '../queue/queue-columns.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { isSubdivision, PlaceFields } from '../worklist/place-fields.js';
import { instantMeant, NO_TIME, WallTimeField } from '../zoned/wall-time-field.js';

/** A read that may have been made outside. */
export type OutsideRead = Pick<Read, 'id' | 'purpose' | 'issues'>;

type Source = (typeof LATE_ENTRY_SOURCES)[number];

const startingFrom = ({ homePlace, readingGroupIds }: Reader, reads: readonly OutsideRead[]) => ({
  readId: reads.length === 1 ? (reads[0]?.id ?? null) : null,
  startedAt: NO_TIME,
  readAt: NO_TIME,
  source: null as Source | null,
  evidence: '',
  place: { country: homePlace.country, subdivision: homePlace.subdivision ?? '', zone: homePlace.zone },
  readingGroup: readingGroupIds.length === 1 ? (readingGroupIds[0] ?? null) : null,
  report: textOf(null),
  critical: false,
});
type Entry = ReturnType<typeof startingFrom>;

interface Fields {
  entry: Entry;
  change: (next: Partial<Entry>) => void;
}

/** When it truly was, by the facility's clock, and what it was kept on until now. */
function TrueTimes({ entry, change, zone }: Fields & { zone: string }) {
  return (
    <>
      <Group grow align="flex-start">
        <WallTimeField
          label={text('lateEntry.startedAt')}
          zone={zone}
          value={entry.startedAt}
          onChange={(startedAt) => change({ startedAt })}
        />
        <WallTimeField
          required
          label={text('lateEntry.readAt')}
          zone={zone}
          value={entry.readAt}
          onChange={(readAt) => change({ readAt })}
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={text('lateEntry.source')}
          withAsterisk
          allowDeselect={false}
          data={LATE_ENTRY_SOURCES.map((each) => ({ value: each, label: label('lateSource', each) }))}
          value={entry.source}
          onChange={(source) => change({ source: source as Source })}
        />
        <TextInput
          label={text('lateEntry.evidence')}
          description={text('lateEntry.evidenceWhy')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          maxLength={500}
          value={entry.evidence}
          onChange={(event) => change({ evidence: event.currentTarget.value })}
        />
      </Group>
    </>
  );
}

function WhichRead({ entry, change, reads }: Fields & { reads: readonly OutsideRead[] }) {
  if (reads.length === 1) return null;
  return (
    <Select
      withAsterisk
      label={text('lateEntry.read')}
      data={reads.map((read) => ({ value: read.id, label: readName(read) }))}
      value={entry.readId}
      onChange={(readId) => change({ readId })}
    />
  );
}

function WhichGroup({ entry, change, reader }: Fields & { reader: Reader }) {
  const groups = useReadingGroups().data;
  if (reader.readingGroupIds.length === 1) return null;
  return (
    <Select
      label={text('signOn.group')}
      data={reader.readingGroupIds.map((id) => ({ value: id, label: nameOf(groups, id) ?? id }))}
      value={entry.readingGroup}
      onChange={(readingGroup) => change({ readingGroup })}
    />
  );
}

function bodyToSend({ startedAt, readAt, source, evidence, place, ...entry }: Entry, zone: string) {
  return {
    ...bodyOf(entry.report),
    critical: entry.critical,
    startedAt: instantMeant(zone, startedAt),
    readAt: instantMeant(zone, readAt) ?? '',
    source: source ?? 'paper',
    evidence: evidence.trim(),
    country: place.country,
    subdivision: place.subdivision || null,
    zone: place.zone,
    readingGroup: entry.readingGroup,
  };
}

const complete = (entry: Entry, zone: string): boolean =>
  entry.readId !== null &&
  instantMeant(zone, entry.readAt) !== null &&
  (entry.startedAt.local === '' || instantMeant(zone, entry.startedAt) !== null) &&
  entry.source !== null &&
  entry.evidence.trim() !== '' &&
  isSubdivision(entry.place.subdivision) &&
  entry.report.impression.trim() !== '' &&
  entry.report.conclusion !== null;

interface DialogProps {
  studyId: string;
  reads: readonly OutsideRead[];
  reader: Reader;
  /** The facility's. */
  zone: string;
  onClose: () => void;
  onEntered: () => void;
}

/** A reading made outside, entered and signed by the reader who made it. */
export function LateEntryDialog({ studyId, reads, reader, zone, onClose, onEntered }: DialogProps) {
  const [entry, setEntry] = useState(() => startingFrom(reader, reads));
  const change = (next: Partial<Entry>): void => setEntry((before) => ({ ...before, ...next }));
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const enter = useAct(() => client.reads.lateEntry(entry.readId ?? '', bodyToSend(entry, zone), { idempotencyKey }), {
    done: text('lateEntry.done'),
    shownBy: [['study', studyId], ['reports', studyId], ['timeline', studyId], ['worklist']],
    onDone: onEntered,
  });
  const fields = { entry, change };
  return (
    <FormDialog
      title={text('lateEntry.title')}
      submit={text('lateEntry.submit')}
      onSubmit={() => enter.mutate(undefined)}
      onClose={onClose}
      error={enter.error}
      errorTitle={text('lateEntry.refused')}
      pending={enter.isPending}
      size="lg"
      disabled={!complete(entry, zone)}
    >
      <Text size="sm" c="dimmed">
        {text('lateEntry.lead', { name: reader.name })}
      </Text>
      <WhichRead {...fields} reads={reads} />
      <TrueTimes {...fields} zone={zone} />
      <Text size="sm" fw={600}>
        {text('lateEntry.place')}
      </Text>
      <PlaceFields value={entry.place} onChange={(place) => change({ place: { ...entry.place, ...place } })} />
      <WhichGroup {...fields} reader={reader} />
      <ReportFields report={entry.report} change={(next) => change({ report: { ...entry.report, ...next } })} />
      <Checkbox
        label={text('sign.critical')}
        description={text('sign.criticalWhy')}
        checked={entry.critical}
        onChange={(event) => change({ critical: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
