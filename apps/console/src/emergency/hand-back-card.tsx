import { Badge, Button, Group, List, Paper, Stack, Table, Text } from '@mantine/core';
import type { HandBack } from '@overread/wire';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useState } from 'react';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { StateBadge, When } from '../ui/badges.js';
import { AboutStudy } from './about-study.js';
import { AnswerDialog, CallDialog } from './hand-back-dialogs.js';
import { SaidDialog } from './said-dialog.js';

/** Whom to call, in order; whose turn has come stands out. */
function CallList({ handBack }: { handBack: HandBack }) {
  const open = handBack.state === 'open';
  return (
    <Table verticalSpacing={4} aria-label={text('handBack.callList')}>
      <Table.Tbody>
        {handBack.callees.map((callee, index) => (
          <Table.Tr key={`${callee.role} ${callee.phone}`}>
            <Table.Td w={28}>{index + 1}</Table.Td>
            <Table.Td fw={callee.due && open ? 600 : 400}>{callee.name ?? label('callee', callee.role)}</Table.Td>
            <Table.Td c="dimmed">{callee.name === null ? '' : callee.role}</Table.Td>
            <Table.Td ff="monospace">{callee.phone}</Table.Td>
            <Table.Td ta="right">
              {!callee.onDuty && (
                <Text size="xs" c="dimmed" span>
                  {text('handBack.offDuty')}
                </Text>
              )}
              {callee.due && open && (
                <Badge color="orange" variant="light" radius="sm" tt="none">
                  {text('handBack.callNow')}
                </Badge>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function History({ handBack }: { handBack: HandBack }) {
  const { acknowledgement, attempts, exhausted, refusal, withdrawal } = handBack;
  const answer = acknowledgement ?? refusal;
  return (
    <List size="sm" c="dimmed" spacing={2}>
      {attempts.map((tried) => (
        <List.Item key={`${tried.at} ${tried.person}`}>
          {label('channel', tried.channel)}, {tried.person}: {label('attempt', tried.outcome)} (<When at={tried.at} />,{' '}
          {tried.by.name}){tried.note ? ` – ${tried.note}` : ''}
        </List.Item>
      ))}
      {exhausted && <List.Item>{text('handBack.exhausted')}</List.Item>}
      {answer && (
        <List.Item>
          {text(acknowledgement ? 'handBack.takenBy' : 'handBack.refusedBy', { who: `${answer.name}, ${answer.role}` })}{' '}
          (
          <When at={answer.at} />){answer.note ? ` – ${answer.note}` : ''}
        </List.Item>
      )}
      {withdrawal && <List.Item>{text('handBack.withdrawnBecause', { why: withdrawal })}</List.Item>}
    </List>
  );
}

function Heading({ handBack }: { handBack: HandBack }) {
  return (
    <Group justify="space-between">
      <Group gap="xs">
        <IconPhoneOutgoing aria-hidden size={18} />
        <Text fw={600}>{text('handBack.title')}</Text>
        <Text size="sm" c="dimmed">
          {label('handBackReason', handBack.reason)}
        </Text>
      </Group>
      <StateBadge state={handBack.state} kind="handBackState" />
    </Group>
  );
}

type Act = 'call' | 'take' | 'cannot' | 'withdraw';

export function HandBackCard({ handBack, named = false }: { handBack: HandBack; named?: boolean }) {
  const [act, setAct] = useState<Act | null>(null);
  const may = useMay();
  const close = () => setAct(null);
  const acts: Act[] = [
    ...(may('hand-back') ? (['call'] as const) : []),
    ...(may('answer-hand-back') ? (['take', 'cannot'] as const) : []),
    ...(may('hand-back') ? (['withdraw'] as const) : []),
  ];
  return (
    <Paper withBorder p="md" component="article" aria-label={text('handBack.title')} data-hand-back={handBack.state}>
      <Stack gap="xs">
        <Heading handBack={handBack} />
        {named && <AboutStudy of={handBack} />}
        {handBack.note && <Text size="sm">{handBack.note}</Text>}
        <CallList handBack={handBack} />
        <History handBack={handBack} />
        {handBack.state === 'open' && acts.length > 0 && (
          <Group gap="xs">
            {acts.map((each, index) => (
              <Button key={each} size="xs" variant={index === 0 ? 'filled' : 'default'} onClick={() => setAct(each)}>
                {text(`handBack.${each}`)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
      {act === 'call' && <CallDialog handBack={handBack} onClose={close} />}
      {(act === 'take' || act === 'cannot') && (
        <AnswerDialog handBack={handBack} takes={act === 'take'} onClose={close} />
      )}
      {act === 'withdraw' && (
        <SaidDialog
          title={text('handBack.withdraw')}
          label={text('reason')}
          done={text('handBack.withdrawn')}
          send={(reason) => client.emergencies.withdraw(handBack.id, { reason }, { version: handBack.version })}
          onClose={close}
        />
      )}
    </Paper>
  );
}
