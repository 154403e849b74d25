import { Stack, Title } from '@mantine/core';
import type { Overview } from '@overread/wire';
import type { ReactNode } from 'react';
import { WarningsNotice } from '../coverage/warnings-notice.js';
import { useFacilities } from '../network/directory.js';
import { useUser } from '../session/session.js';
import { text, type TextKey } from '../texts/text.js';
import { time } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { behindOf } from './behind.js';
import { Breakdown } from './breakdown.js';
import { NowSection } from './now-section.js';
import { PresenceSection } from './presence-section.js';
import { TodaySection } from './today-section.js';
import { useOverview } from './use-overview.js';
import { WorstSection } from './worst-section.js';

function Section({ title, children }: { title: TextKey; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm" aria-label={text(title)}>
      <Title order={2} size="h5">
        {text(title)}
      </Title>
      {children}
    </Stack>
  );
}

function Sections({ overview }: { overview: Overview }) {
  const { role } = useUser();
  const behind = behindOf(role);
  const facilities = useFacilities().data;
  const codeOf = (id: string): string | null => facilities?.find((one) => one.id === id)?.code ?? null;
  return (
    <Stack gap="lg">
      <Section title="overview.now">
        <NowSection now={overview.now} behind={behind} />
        <Breakdown by={overview.now.by} behind={behind} />
      </Section>
      <Section title="overview.today">
        <TodaySection overview={overview} />
      </Section>
      <Section title="overview.worst">
        <WorstSection
          worst={overview.worst}
          facilityTo={({ id }) => behind.reads({ facility: codeOf(id) })}
          groupTo={role === 'hospital' ? null : ({ id }) => behind.reads({ readingGroupId: id })}
        />
      </Section>
      {overview.readers && (
        <Section title="overview.readers">
          <PresenceSection readers={overview.readers} />
        </Section>
      )}
    </Stack>
  );
}

const TITLES: Partial<Record<string, TextKey>> = {
  'group-manager': 'overview.ofGroup',
  hospital: 'overview.ofHospital',
};

/** How things stand, over what one may see: now, today, the worst first. */
export function OverviewPage() {
  const { role, organization } = useUser();
  const query = useOverview();
  const { data } = query;
  return (
    <Page
      title={text(TITLES[role] ?? 'overview.title', { name: organization.name })}
      lead={data && text('overview.at', { time: time(data.at), from: time(data.today.from) })}
    >
      <WarningsNotice />
      <QueryView query={query}>{(overview) => <Sections overview={overview} />}</QueryView>
    </Page>
  );
}
