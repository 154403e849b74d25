import { Badge, Button, Group, List, Paper, Stack, Table, Text } from '@mantine/core';
import type { HandBack } from '@overread/wire';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useState } from 'react';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { StateBadge, When } from '../ui/badges.js';
import { AboutStudy } from './about-study.js';
import { AnswerDialog, CallDialog, type SiteWord } from './hand-back-dialogs.js';
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

function Word({ said, as }: { said: HandBack['acknowledgement']; as: Parameters<typeof text>[0] }) {
  if (said === null) return null;
  return (
    <List.Item>
      {text(as, { who: `${said.name}, ${said.role}` })} (<When at={said.at} />){said.note ? ` – ${said.note}` : ''}
    </List.Item>
  );
}

function History({ handBack }: { handBack: HandBack }) {
  const { acknowledgement, attempts, exhausted, reading, reclaim, refusal, withdrawal } = handBack;
  return (
    <List size="sm" c="dimmed" spacing={2}>
      {attempts.map((tried) => (
        <List.Item key={`${tried.at} ${tried.person}`}>
          {label('channel', tried.channel)}, {tried.person}: {label('attempt', tried.outcome)} (<When at={tried.at} />,{' '}
          {tried.by.name}){tried.note ? ` – ${tried.note}` : ''}
        </List.Item>
      ))}
      {exhausted && <List.Item>{text('handBack.exhausted')}</List.Item>}
      <Word said={acknowledgement} as="handBack.takenBy" />
      <Word said={refusal} as="handBack.refusedBy" />
      <Word said={reading} as="handBack.readBy" />
      <Word said={reclaim} as="handBack.reclaimedBy" />
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

type Act = 'call' | 'withdraw' | SiteWord;

/** What may be done next, the likeliest first. */
const ACTS: Readonly<Partial<Record<HandBack['state'], readonly Act[]>>> = {
  open: ['call', 'take', 'cannot', 'withdraw'],
  acknowledged: ['read', 'call', 'reclaim'],
};
const isSiteWord = (act: Act): act is SiteWord => act !== 'call' && act !== 'withdraw';

export function HandBackCard({ handBack, named = false }: { handBack: HandBack; named?: boolean }) {
  const [act, setAct] = useState<Act | null>(null);
  const may = useMay();
  const close = () => setAct(null);
  const acts = (ACTS[handBack.state] ?? []).filter((each) => may(isSiteWord(each) ? 'answer-hand-back' : 'hand-back'));
  return (
    <Paper withBorder p="md" component="article" aria-label={text('handBack.title')} data-hand-back={handBack.state}>
      <Stack gap="xs">
        <Heading handBack={handBack} />
        {named && <AboutStudy of={handBack} />}
        {handBack.note && <Text size="sm">{handBack.note}</Text>}
        <CallList handBack={handBack} />
        <History handBack={handBack} />
        {acts.length > 0 && (
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
      {act && isSiteWord(act) && <AnswerDialog handBack={handBack} word={act} onClose={close} />}
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
