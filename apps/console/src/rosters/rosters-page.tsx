import { ActionIcon, Button, Group, Select, Stack } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import { useRefreshed } from '../live/use-refreshed.js';
import { text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { plusDays, thisMonday } from '../zoned/local-clock.js';
import { MoveList } from './move-list.js';
import { useOwnGroups, useWeek } from './use-rosters.js';
import { WeekView } from './week-view.js';

function WeekControl({ from, now, onGo }: { from: string; now: string; onGo: (from: string) => void }) {
  return (
    <Group gap="xs">
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={text('rosters.before')}
        onClick={() => onGo(plusDays(from, -7))}
      >
        <IconChevronLeft aria-hidden size={18} />
      </ActionIcon>
      <Button variant="default" onClick={() => onGo(now)}>
        {text('rosters.thisWeek')}
      </Button>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={text('rosters.after')}
        onClick={() => onGo(plusDays(from, 7))}
      >
        <IconChevronRight aria-hidden size={18} />
      </ActionIcon>
    </Group>
  );
}

function Roster({ group, from }: { group: string; from: string }) {
  const week = useWeek(group, from);
  return (
    <QueryView query={week}>
      {(shown) => (
        <Stack gap="xl">
          <WeekView week={shown} />
          <MoveList week={shown} />
        </Stack>
      )}
    </QueryView>
  );
}

interface Choice {
  groups: { id: string; name: string; zone: string }[];
}

function GroupRoster({ groups }: Choice) {
  const [shown, show] = useSearchParams();
  const group = groups.find(({ id }) => id === shown.get('group')) ?? groups[0];
  if (group === undefined) return null;
  const now = thisMonday(group.zone);
  const asked = shown.get('from') ?? '';
  const from = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : now;
  return (
    <Stack gap="md">
      <Group align="flex-end" justify="space-between">
        <Select
          label={text('rosters.group')}
          description={text('rosters.zone', { zone: group.zone })}
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={group.id}
          allowDeselect={false}
          onChange={(id) => show({ ...(id ? { group: id } : {}), from })}
        />
        <WeekControl from={from} now={now} onGo={(next) => show({ group: group.id, from: next })} />
      </Group>
      <Roster group={group.id} from={from} />
    </Stack>
  );
}

/** Who works when, by a group's own clock, and shifts that change hands. */
export function RostersPage() {
  const groups = useOwnGroups();
  useRefreshed(['rosters']);
  return (
    <Page title={text('nav.rosters')} lead={text('rosters.lead')}>
      <QueryView query={groups} empty={{ when: (list) => list.length === 0, title: 'rosters.noGroup' }}>
        {(list) => <GroupRoster groups={list} />}
      </QueryView>
    </Page>
  );
}
