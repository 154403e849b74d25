import { Anchor, Badge, Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import type { Duty } from '@overread/wire';
import { IconAlertTriangle, IconArrowBackUp, IconPhoneCall, type Icon } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { PriorityBadge, Slack, StateBadge, When } from '../ui/badges.js';
import { actsOf, type DutyAct } from './duty-actions.js';

const icons: Record<Duty['kind'], Icon> = {
  discrepancy: IconAlertTriangle,
  retraction: IconArrowBackUp,
  'critical-result': IconPhoneCall,
};

function Heading({ duty }: { duty: Duty }) {
  const Icon = icons[duty.kind];
  return (
    <Group justify="space-between" gap="xs">
      <Group gap="xs">
        <Icon aria-hidden size={18} />
        <Text fw={600}>{label('duty', duty.kind)}</Text>
        <Text size="sm" c="dimmed">
          {label(`dutySource.${duty.kind}`, duty.source)}
        </Text>
      </Group>
      <Group gap="sm">
        {duty.state === 'open' ? <Slack dueAt={duty.dueAt} /> : <StateBadge state={duty.state} kind="dutyState" />}
      </Group>
    </Group>
  );
}

function Owed({ duty }: { duty: Duty }) {
  const nobody = text(duty.owedTo === 'readers' ? 'duty.toReaders' : 'duty.toFacility');
  const person = duty.to === null ? nobody : [duty.to.name, duty.to.contact].filter(Boolean).join(', ');
  return (
    <Stack gap={4}>
      <Text size="sm">{text('duty.owedTo', { who: person })}</Text>
      {duty.note && (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {duty.note}
        </Text>
      )}
      {duty.patientLeft && (
        <Badge color="orange" variant="light" radius="sm" tt="none">
          {text('duty.patientLeft')}
        </Badge>
      )}
    </Stack>
  );
}

/** What was done so far: tries, escalations, who knows, what came of it. */
function History({ duty }: { duty: Duty }) {
  const { acknowledgement, attempts, closedAt, closure, escalatedTo } = duty;
  if (attempts.length === 0 && escalatedTo.length === 0 && acknowledgement === null && closure === null) return null;
  return (
    <List size="sm" c="dimmed" spacing={2}>
      {attempts.map((tried) => (
        <List.Item key={`${tried.at} ${tried.person}`}>
          {label('channel', tried.channel)}, {tried.person}: {label('attempt', tried.outcome)} (<When at={tried.at} />,{' '}
          {tried.by.name}){tried.note ? ` – ${tried.note}` : ''}
        </List.Item>
      ))}
      {escalatedTo.length > 0 && (
        <List.Item>
          {text('duty.escalatedTo', { whom: escalatedTo.map((to) => label('escalatedTo', to)).join(', ') })}
        </List.Item>
      )}
      {acknowledgement && (
        <List.Item>
          {text('duty.acknowledgedBy', {
            name: [acknowledgement.name, acknowledgement.role].filter(Boolean).join(', '),
          })}{' '}
          (<When at={acknowledgement.at} />)
        </List.Item>
      )}
      {closure && (
        <List.Item>
          {text('duty.closedWith', { outcome: label('closure', closure.outcome) })} (<When at={closedAt} />)
        </List.Item>
      )}
    </List>
  );
}

interface DutyCardProps {
  duty: Duty;
  onAct: (act: DutyAct) => void;
  /** Says which study it is about: on a page of many. */
  named?: boolean;
}

export function DutyCard({ duty, named = false, onAct }: DutyCardProps) {
  const acts = actsOf(duty, useUser().role);
  const { accessionNumber, description, priority } = duty.study;
  return (
    <Paper withBorder p="md" component="article" aria-label={label('duty', duty.kind)} data-duty={duty.state}>
      <Stack gap="xs">
        <Heading duty={duty} />
        {named && (
          <Group gap="sm">
            <PriorityBadge priority={priority} />
            <Anchor component={Link} to={`/studies/${duty.studyId}`} size="sm">
              {[description, accessionNumber].filter(Boolean).join(' · ') || text('panel.openStudy')}
            </Anchor>
            <Text size="sm" c="dimmed">
              {duty.facility}
            </Text>
          </Group>
        )}
        <Owed duty={duty} />
        <History duty={duty} />
        {acts.length > 0 && (
          <Group gap="xs">
            {acts.map((act, index) => (
              <Button key={act} size="xs" variant={index === 0 ? 'filled' : 'default'} onClick={() => onAct(act)}>
                {text(`duty.${act}`)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
