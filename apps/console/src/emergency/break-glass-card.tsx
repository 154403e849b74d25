import { Alert, Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import type { Confirmer } from '@overread/domain';
import type { BreakGlass, User } from '@overread/wire';
import { IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { StateBadge, When } from '../ui/badges.js';
import { refused } from '../ui/notify.js';
import { AboutStudy } from './about-study.js';
import { ReviewDialog } from './review-dialog.js';
import { SaidDialog } from './said-dialog.js';
import { useAct } from './use-act.js';

/** As what somebody could confirm; the server knows where. */
function confirmsAs({ office, readerId, role }: User, act: BreakGlass): Confirmer | null {
  const as: Confirmer | null =
    office === 'physician'
      ? 'facility-physician'
      : office === 'medical-director'
        ? 'medical-director'
        : role === 'group-manager'
          ? 'supervisor'
          : readerId === act.reader.id
            ? 'reader'
            : null;
  return as !== null && act.missing.includes(as) ? as : null;
}

/** Each rule that is set aside, with the fact against the reader and what lets it be. */
function Rules({ act }: { act: BreakGlass }) {
  return (
    <List size="sm" spacing={2}>
      {act.rules.map(({ code, fact, ground, instrument }) => (
        <List.Item key={code}>
          <b>{label('rule', code)}</b>: {fact} ({label('ground', ground)}
          {instrument ? `: ${instrument.reference}, ${instrument.issuedBy}` : ''})
        </List.Item>
      ))}
    </List>
  );
}

function Confirmations({ act }: { act: BreakGlass }) {
  return (
    <List size="sm" c="dimmed" spacing={2}>
      <List.Item>
        {text('breakGlass.askedBy', { name: act.requestedBy.name })} (<When at={act.requestedAt} />)
      </List.Item>
      {act.confirmations.map(({ as, at, by, givenOn }) => (
        <List.Item key={as}>
          {text('breakGlass.confirmedBy', { as: label('confirmer', as), name: by.name })} (<When at={at} />)
          {givenOn ? ` · ${text('breakGlass.forEvent')}` : ''}
        </List.Item>
      ))}
      {act.state === 'requested' &&
        act.missing.map((as) => (
          <List.Item key={as}>{text('breakGlass.missing', { as: label('confirmer', as) })}</List.Item>
        ))}
      {act.refusal && (
        <List.Item>{text('breakGlass.refusedBy', { name: act.refusal.by.name, why: act.refusal.reason })}</List.Item>
      )}
      {act.takenAt && (
        <List.Item>
          {text('breakGlass.takenBy', { name: act.reader.name })} (<When at={act.takenAt} />)
        </List.Item>
      )}
      {act.review ? (
        <List.Item>
          {text('breakGlass.reviewedBy', {
            name: act.review.by.name,
            outcome: label('reviewOutcome', act.review.outcome),
          })}
        </List.Item>
      ) : (
        act.reviewDueAt && (
          <List.Item>
            {text('breakGlass.reviewDue')} <When at={act.reviewDueAt} />
          </List.Item>
        )
      )}
    </List>
  );
}

function ActDialog({ act, asked, onClose }: { act: BreakGlass; asked: 'refuse' | 'review'; onClose: () => void }) {
  const seen = { version: act.version };
  if (asked === 'review')
    return <ReviewDialog send={(said) => client.emergencies.review(act.id, said, seen)} onClose={onClose} />;
  return (
    <SaidDialog
      title={text('breakGlass.refuse')}
      label={text('reason')}
      done={text('breakGlass.refusedDone')}
      color="red"
      send={(reason) => client.emergencies.refuse(act.id, { reason }, seen)}
      onClose={onClose}
    />
  );
}

function ConfirmButton({ act, as }: { act: BreakGlass; as: Confirmer }) {
  const confirm = useAct(() => client.emergencies.confirm(act.id, { as }, { version: act.version }), {
    done: text('breakGlass.confirmed'),
  });
  return (
    <Button size="xs" loading={confirm.isPending} onClick={() => confirm.mutate(undefined, { onError: refused })}>
      {text('breakGlass.confirmAs', { as: label('confirmer', as) })}
    </Button>
  );
}

function TakeButton({ act }: { act: BreakGlass }) {
  const navigate = useNavigate();
  const take = useAct(() => client.emergencies.take(act.id), {
    done: text('breakGlass.taken'),
    onDone: ({ read }) => void navigate(`/reads/${read.id}`),
  });
  return (
    <Button size="xs" color="red" loading={take.isPending} onClick={() => take.mutate(undefined, { onError: refused })}>
      {text('breakGlass.take')}
    </Button>
  );
}

function Acts({ act }: { act: BreakGlass }) {
  const [asked, setAsked] = useState<'refuse' | 'review' | null>(null);
  const user = useUser();
  const may = useMay();
  const as = act.state === 'requested' ? confirmsAs(user, act) : null;
  const own = act.requestedBy.id === user.id && (act.state === 'requested' || act.state === 'granted');
  return (
    <Group gap="xs">
      {as && <ConfirmButton act={act} as={as} />}
      {act.state === 'granted' && user.readerId === act.reader.id && <TakeButton act={act} />}
      {(as !== null || own) && (
        <Button size="xs" variant="default" onClick={() => setAsked('refuse')}>
          {text('breakGlass.refuse')}
        </Button>
      )}
      {act.state === 'taken' && may('review-break-glass') && (
        <Button size="xs" variant="default" onClick={() => setAsked('review')}>
          {text('breakGlass.review')}
        </Button>
      )}
      {asked && <ActDialog act={act} asked={asked} onClose={() => setAsked(null)} />}
    </Group>
  );
}

export function BreakGlassCard({ act, named = false }: { act: BreakGlass; named?: boolean }) {
  return (
    <Paper withBorder p="md" component="article" aria-label={text('breakGlass.title')} data-break-glass={act.state}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="xs">
            <IconShieldOff aria-hidden size={18} />
            <Text fw={600}>{text('breakGlass.title')}</Text>
            <Text size="sm" c="dimmed">
              {text('breakGlass.for', { name: act.reader.name })}
            </Text>
          </Group>
          <StateBadge state={act.state} kind="breakGlassState" />
        </Group>
        {named && <AboutStudy of={act} />}
        <Text size="sm">{act.reason}</Text>
        <Rules act={act} />
        <Confirmations act={act} />
        {act.state === 'granted' && (
          <Alert className="bad" title={text('breakGlass.limits')}>
            <Text size="sm" component="div">
              {text('breakGlass.until')} <When at={act.expiresAt} />
            </Text>
          </Alert>
        )}
        <Acts act={act} />
      </Stack>
    </Paper>
  );
}
