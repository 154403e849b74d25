import { ActionIcon, Button, Checkbox, Group, MultiSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import type { z } from 'zod';
import type { facility as facilityShape } from '@overread/wire';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../acts/use-act.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';

export type Facility = z.infer<typeof facilityShape>;
type Contact = NonNullable<Facility['callTree']>[number];
type Window = NonNullable<Contact['hours']>['windows'][number];

const MOST = 20;
const DAYS = ['1', '2', '3', '4', '5', '6', '7'];
const OFFICE_HOURS: Window = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

interface Edited {
  contact: Contact;
  zone: string;
  onChange: (contact: Contact) => void;
}

/** When they answer, by the facility's clock; of several windows the first is edited and the others stay. */
function Hours({ contact, zone, onChange }: Edited) {
  const [first, ...others] = contact.hours?.windows ?? [];
  const keep = (window: Window) => onChange({ ...contact, hours: { zone, windows: [window, ...others] } });
  return (
    <>
      <Checkbox
        label={text('callTree.always')}
        checked={!contact.hours}
        onChange={(event) =>
          onChange({ ...contact, hours: event.currentTarget.checked ? null : { zone, windows: [OFFICE_HOURS] } })
        }
      />
      {first && (
        <Group grow align="flex-start">
          <MultiSelect
            label={text('callTree.days')}
            data={DAYS.map((day) => ({ value: day, label: label('weekday', day) }))}
            value={first.days.map(String)}
            onChange={(days) => keep({ ...first, days: days.map(Number) })}
          />
          <TextInput
            type="time"
            label={text('callTree.from')}
            description={text('zoned.in', { zone: contact.hours?.zone ?? zone })}
            value={first.from}
            onChange={(event) => keep({ ...first, from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={text('callTree.to')}
            description={text('callTree.overMidnight')}
            value={first.to}
            onChange={(event) => keep({ ...first, to: event.currentTarget.value })}
          />
        </Group>
      )}
    </>
  );
}

interface ContactProps extends Edited {
  number: number;
  onUp: () => void;
  onRemove: () => void;
}

function ContactFields({ number, onUp, onRemove, ...edited }: ContactProps) {
  const { contact, onChange } = edited;
  return (
    <Paper withBorder p="sm" component="fieldset">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" fw={600} component="legend">
            {text('callTree.contact', { number })}
          </Text>
          <Group gap={4}>
            {number > 1 && (
              <ActionIcon variant="default" aria-label={text('callTree.up', { number })} onClick={onUp}>
                <IconArrowUp aria-hidden size={16} />
              </ActionIcon>
            )}
            <ActionIcon variant="default" aria-label={text('callTree.remove', { number })} onClick={onRemove}>
              <IconTrash aria-hidden size={16} />
            </ActionIcon>
          </Group>
        </Group>
        <Group grow align="flex-start">
          <TextInput
            label={text('duty.role')}
            required
            maxLength={100}
            value={contact.role}
            onChange={(event) => onChange({ ...contact, role: event.currentTarget.value })}
          />
          <TextInput
            label={text('callTree.name')}
            maxLength={200}
            value={contact.name ?? ''}
            onChange={(event) => onChange({ ...contact, name: event.currentTarget.value || null })}
          />
          <TextInput
            type="tel"
            label={text('verbal.phone')}
            required
            maxLength={40}
            value={contact.phone}
            onChange={(event) => onChange({ ...contact, phone: event.currentTarget.value })}
          />
        </Group>
        <Hours {...edited} />
      </Stack>
    </Paper>
  );
}

const complete = (contact: Contact): boolean =>
  contact.role.trim() !== '' &&
  contact.phone.trim() !== '' &&
  (contact.hours?.windows ?? []).every(({ days, from, to }) => days.length > 0 && from !== '' && to !== '');

interface ListProps {
  contacts: Contact[];
  zone: string;
  onChange: (contacts: Contact[]) => void;
}

function ContactList({ contacts, zone, onChange }: ListProps) {
  const up = (at: number) => {
    const [moved] = contacts.slice(at, at + 1);
    const others = contacts.toSpliced(at, 1);
    onChange(moved ? others.toSpliced(at - 1, 0, moved) : others);
  };
  return (
    <>
      {contacts.length === 0 && <Text size="sm">{text('callTree.empty')}</Text>}
      {contacts.map((contact, at) => (
        <ContactFields
          key={at}
          number={at + 1}
          contact={contact}
          zone={zone}
          onChange={(next) => onChange(contacts.with(at, next))}
          onUp={() => up(at)}
          onRemove={() => onChange(contacts.toSpliced(at, 1))}
        />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus aria-hidden size={15} />}
          disabled={contacts.length >= MOST}
          onClick={() => onChange([...contacts, { role: '', name: null, phone: '', hours: null }])}
        >
          {text('callTree.add')}
        </Button>
      </Group>
    </>
  );
}

/** Whom to call of a facility when the network cannot read, in this order. */
export function CallTreeDialog({ facility, onClose }: { facility: Facility; onClose: () => void }) {
  const [contacts, setContacts] = useState<Contact[]>(facility.callTree ?? []);
  const [route, setRoute] = useState(facility.standbyRoute ?? '');
  const save = useAct(
    () => {
      const { id, version, retiredAt: _, ...before } = facility;
      const next = { ...before, callTree: contacts, standbyRoute: route.trim() || null };
      return client.network.facilities.replace(id, next, { version });
    },
    { done: text('callTree.saved'), shownBy: [['facilities']], onDone: onClose },
  );
  return (
    <FormDialog
      title={text('callTree.of', { name: facility.name })}
      submit={text('callTree.save')}
      size="xl"
      onSubmit={() => save.mutate(undefined)}
      onClose={onClose}
      error={save.error}
      pending={save.isPending}
      disabled={!contacts.every(complete)}
    >
      <Text size="sm" c="dimmed">
        {text('callTree.lead')}
      </Text>
      <ContactList contacts={contacts} zone={facility.zone} onChange={setContacts} />
      <TextInput
        label={text('callTree.standby')}
        description={text('callTree.standbyWhy')}
        maxLength={1000}
        value={route}
        onChange={(event) => setRoute(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
