import { Button, Group, MultiSelect, NumberInput, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { MassCasualty } from '@overread/wire';
import { IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useFacilities } from '../network/directory.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { StateBadge, When } from '../ui/badges.js';
import { FormDialog } from '../ui/form-dialog.js';
import { refused } from '../ui/notify.js';
import { QueryView } from '../ui/states.js';
import { ReviewDialog } from './review-dialog.js';
import { useAct } from './use-act.js';

/** Declares an event, or prolongs one. */
function DeclareDialog({ former, onClose }: { former: MassCasualty | null; onClose: () => void }) {
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const facilities = useFacilities();
  const form = useForm({
    initialValues: { title: former?.title ?? '', facilities: former?.facilities ?? [], hours: 12, note: '' },
    validate: {
      title: (value) => (value.trim() === '' ? text('fieldMissing') : null),
      facilities: (value) => (value.length === 0 ? text('fieldMissing') : null),
    },
  });
  const send = useAct(
    ({ facilities: codes, hours, note, title }: typeof form.values) => {
      const said = { title: title.trim(), facilities: codes, hours, note: note.trim() || null };
      return client.emergencies.declare({ ...said, extendsId: former?.id ?? null }, { idempotencyKey });
    },
    { done: text('event.declared'), onDone: onClose },
  );
  const title = text(former ? 'event.prolong' : 'event.declare');
  return (
    <FormDialog
      title={title}
      submit={title}
      color="red"
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      errorTitle={text('emergency.refused')}
      pending={send.isPending}
    >
      <Text size="sm" c="dimmed">
        {text('event.declareWhy')}
      </Text>
      <TextInput data-autofocus label={text('event.what')} required maxLength={200} {...form.getInputProps('title')} />
      <MultiSelect
        label={text('event.where')}
        required
        searchable
        data={(facilities.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        {...form.getInputProps('facilities')}
      />
      <NumberInput label={text('event.hours')} required min={1} max={24} {...form.getInputProps('hours')} />
      <Textarea label={text('duty.note')} autosize minRows={2} maxLength={2000} {...form.getInputProps('note')} />
    </FormDialog>
  );
}

function LiveActs({ event, onProlong }: { event: MassCasualty; onProlong: () => void }) {
  const end = useAct(() => client.emergencies.endEvent(event.id, {}, { version: event.version }), {
    done: text('event.ended'),
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={end.isPending}
        onClick={() => end.mutate(undefined, { onError: refused })}
      >
        {text('event.end')}
      </Button>
      {event.extendsId === null && (
        <Button size="xs" variant="default" onClick={onProlong}>
          {text('event.prolong')}
        </Button>
      )}
    </>
  );
}

function EventCard({ event, onProlong }: { event: MassCasualty; onProlong: (() => void) | null }) {
  const [reviews, setReviews] = useState(false);
  const may = useMay();
  return (
    <Paper withBorder p="md" component="article" aria-label={event.title} data-live-event={event.live}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="xs">
            <IconUrgent aria-hidden size={18} />
            <Text fw={600}>{event.title}</Text>
            <Text size="sm" c="dimmed">
              {event.facilities.join(', ')}
            </Text>
          </Group>
          <StateBadge state={event.live ? 'live' : 'ended'} kind="eventState" />
        </Group>
        {event.note && <Text size="sm">{event.note}</Text>}
        <Text size="sm" c="dimmed" component="div">
          {text('event.declaredBy', { name: event.declaredBy.name })} (<When at={event.startsAt} />) ·{' '}
          {text('event.until')} <When at={event.endedAt ?? event.endsAt} />
          {event.review && ` · ${label('reviewOutcome', event.review.outcome)}`}
        </Text>
        <Group gap="xs">
          {event.live && onProlong && <LiveActs event={event} onProlong={onProlong} />}
          {!event.live && event.review === null && may('review-mass-casualty') && (
            <Button size="xs" variant="default" onClick={() => setReviews(true)}>
              {text('breakGlass.review')}
            </Button>
          )}
        </Group>
      </Stack>
      {reviews && (
        <ReviewDialog
          send={(said) => client.emergencies.reviewEvent(event.id, said, { version: event.version })}
          onClose={() => setReviews(false)}
        />
      )}
    </Paper>
  );
}

/** Events under way, and those that nobody has reviewed yet. */
export function EventSection() {
  const [declares, setDeclares] = useState<MassCasualty | 'new' | null>(null);
  const { office, role } = useUser();
  const declarer = role === 'administrator' || office !== undefined;
  const events = useQuery({ queryKey: ['emergency', 'events'], queryFn: () => client.emergencies.events() });
  return (
    <Stack gap="sm" component="section" aria-label={text('event.title')}>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {text('event.title')}
        </Title>
        {declarer && (
          <Button size="xs" variant="default" c="red" onClick={() => setDeclares('new')}>
            {text('event.declare')}
          </Button>
        )}
      </Group>
      <QueryView query={events} empty={{ when: ({ items }) => items.length === 0, title: 'event.none' }}>
        {({ items }) =>
          items.map((event) => (
            <EventCard key={event.id} event={event} onProlong={declarer ? () => setDeclares(event) : null} />
          ))
        }
      </QueryView>
      {declares && <DeclareDialog former={declares === 'new' ? null : declares} onClose={() => setDeclares(null)} />}
    </Stack>
  );
}
