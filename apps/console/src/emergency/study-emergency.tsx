import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { Read, Study } from '@overread/wire';
import { IconPhoneCheck, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { BreakGlassCard } from './break-glass-card.js';
import { HandBackCard } from './hand-back-card.js';
import { OpenHandBackDialog } from './hand-back-dialogs.js';
import { RequestBreakGlassDialog } from './request-dialog.js';

export const isBreakGlass = ({ reads }: Study): boolean =>
  reads.some(({ breakGlassId, state }) => breakGlassId !== null && state !== 'cancelled');

/** Banners that nobody can miss: the site has it, or rules were set aside for it. */
export function EmergencyBanners({ study }: { study: Study }) {
  return (
    <>
      {isBreakGlass(study) && (
        <Alert className="bad" icon={<IconShieldOff aria-hidden size={18} />} title={text('breakGlass.banner')}>
          <Text size="sm">{text('breakGlass.bannerWhy')}</Text>
        </Alert>
      )}
      {study.handedBack && (
        <Alert
          color="blue"
          icon={<IconPhoneCheck aria-hidden size={18} />}
          title={text(study.handedBack.readAt ? 'handBack.bannerRead' : 'handBack.banner')}
        >
          <Text size="sm" component="div">
            {text('handBack.takenBy', { who: `${study.handedBack.name}, ${study.handedBack.role}` })} (
            <When at={study.handedBack.at} />)
            {study.handedBack.readAt && (
              <>
                {' · '}
                {text('handBack.readThere')} (<When at={study.handedBack.readAt} />)
              </>
            )}
          </Text>
        </Alert>
      )}
    </>
  );
}

const waits = ({ purpose, state, breakGlassId }: Read): boolean =>
  purpose === 'primary' && breakGlassId === null && (state === 'queued' || state === 'assigned');

/** What was done, and may be done, when nobody may read a study in time. */
export function StudyEmergency({ study }: { study: Study }) {
  const [asked, setAsked] = useState<'hand-back' | 'break-glass' | null>(null);
  const may = useMay();
  useRefreshed(['emergency', study.id]);
  const handBacks = useQuery({
    queryKey: ['emergency', study.id, 'hand-backs'],
    queryFn: () => client.emergencies.handBacksOf(study.id),
    enabled: may('view-hand-backs'),
  });
  const acts = useQuery({
    queryKey: ['emergency', study.id, 'break-glass'],
    queryFn: () => client.emergencies.breakGlassOf(study.id),
    enabled: may('view-break-glass'),
  });
  const called = handBacks.data?.items ?? [];
  const pressing = study.priority === 'critical' || study.priority === 'stat';
  const waiting = study.reads.find(waits);
  const offered = called.some(({ attempts, state }) => state === 'refused' || attempts.length > 0);
  return (
    <Stack gap="sm">
      {called.map((handBack) => (
        <HandBackCard key={handBack.id} handBack={handBack} />
      ))}
      {(acts.data?.items ?? []).map((act) => (
        <BreakGlassCard key={act.id} act={act} />
      ))}
      {waiting && may('hand-back') && (
        <Group gap="xs">
          {!called.some(({ state }) => state === 'open') && (
            <Button size="xs" variant="default" onClick={() => setAsked('hand-back')}>
              {text('handBack.open')}
            </Button>
          )}
          {pressing && offered && may('request-break-glass') && (
            <Button size="xs" variant="default" c="red" onClick={() => setAsked('break-glass')}>
              {text('breakGlass.request')}
            </Button>
          )}
        </Group>
      )}
      {asked === 'hand-back' && <OpenHandBackDialog study={study} onClose={() => setAsked(null)} />}
      {asked === 'break-glass' && waiting && (
        <RequestBreakGlassDialog study={study} read={waiting} onClose={() => setAsked(null)} />
      )}
    </Stack>
  );
}
