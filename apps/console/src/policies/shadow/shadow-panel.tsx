import { Alert, Badge, Group, Select, Stack, Text } from '@mantine/core';
import { IconGhost2 } from '@tabler/icons-react';
import type { PolicyShadowBody } from '@overread/wire';
import { useState } from 'react';
import { useMay } from '../../session/may.js';
import { label, text } from '../../texts/text.js';
import { When } from '../../ui/badges.js';
import { time } from '../../ui/format.js';
import { Empty } from '../../ui/states.js';
import type { Policy, PolicyVersion } from '../policy-version.js';
import { ShadowReport } from './shadow-report.js';
import { StartShadow } from './start-shadow.js';
import { StopShadow } from './stop-shadow.js';
import { runningOf, useShadows } from './use-shadows.js';

interface PanelProps {
  policy: Policy;
  version: PolicyVersion;
}

/** That a version of the policy runs in shadow just now. */
export function ShadowBadge({ policy }: { policy: Policy }) {
  const running = runningOf(useShadows(policy.id));
  if (running === undefined) return null;
  return (
    <Badge color="grape" variant="light" radius="sm" tt="none" leftSection={<IconGhost2 aria-hidden size={13} />}>
      {text('shadow.running', { number: running.number, until: time(running.until) })}
    </Badge>
  );
}

/** The version beside what is in force: started, stopped, and what came of it. */
export function ShadowPanel({ policy, version }: PanelProps) {
  const shadows = useShadows(policy.id);
  const own = shadows.filter(({ number }) => number === version.number);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = own.find(({ id }) => id === chosen) ?? own[0];
  return (
    <Stack>
      <Controls version={version} running={runningOf(shadows)} />
      {shown === undefined ? (
        <Empty title={text('shadow.never')}>{text('shadow.about')}</Empty>
      ) : (
        <>
          {own.length > 1 && (
            <Select
              label={text('shadow.which')}
              data={own.map(({ id, startedAt, ended }) => ({
                value: id,
                label: `${time(startedAt)} · ${ended === null ? text('shadow.runs') : label('shadowEnd', ended)}`,
              }))}
              value={shown.id}
              onChange={setChosen}
              allowDeselect={false}
              maw={360}
            />
          )}
          <Course shadow={shown} />
          <ShadowReport key={shown.id} shadow={shown} />
        </>
      )}
    </Stack>
  );
}

function Controls({ version, running }: { version: PolicyVersion; running: PolicyShadowBody | undefined }) {
  const manages = useMay()('manage-policies');
  if (running !== undefined && running.number !== version.number) {
    return <Alert color="gray">{text('shadow.other', { number: running.number })}</Alert>;
  }
  if (!manages) return null;
  if (running !== undefined) {
    return (
      <Group>
        <StopShadow shadow={running} />
      </Group>
    );
  }
  if (version.state !== 'draft' && version.state !== 'tested') return null;
  return (
    <Group>
      <StartShadow version={version} />
    </Group>
  );
}

/** Since when, until when, why, and how it ended. */
function Course({ shadow }: { shadow: PolicyShadowBody }) {
  const { startedAt, until, endedAt, ended, againstNumber, reason } = shadow;
  return (
    <div>
      <Text size="sm" component="div">
        {text('shadow.from')} <When at={startedAt} />{' '}
        {endedAt === null ? (
          <>
            {text('shadow.until')} <When at={until} />
          </>
        ) : (
          <>
            {text('shadow.until')} <When at={endedAt} /> ({label('shadowEnd', ended).toLowerCase()})
          </>
        )}
        {' · '}
        {againstNumber === null ? text('shadow.againstNone') : text('shadow.against', { number: againstNumber })}
      </Text>
      <Text size="sm" c="dimmed">
        {reason}
      </Text>
    </div>
  );
}
