import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { BreakGlassCard } from './break-glass-card.js';
import { BreakGlassFigures } from './break-glass-figures.js';
import { EventSection } from './event-section.js';
import { HandBackCard } from './hand-back-card.js';

function Calls() {
  const handBacks = useQuery({ queryKey: ['emergency', 'hand-backs'], queryFn: () => client.emergencies.handBacks() });
  return (
    <Stack gap="sm" component="section" aria-label={text('handBack.list')}>
      <Title order={2} size="h5">
        {text('handBack.list')}
      </Title>
      <QueryView query={handBacks} empty={{ when: ({ items }) => items.length === 0, title: 'handBack.none' }}>
        {({ items }) => items.map((each) => <HandBackCard key={each.id} handBack={each} named />)}
      </QueryView>
    </Stack>
  );
}

/** What a site has taken and nobody has said to be read there. */
function WithTheirSites() {
  const handBacks = useQuery({
    queryKey: ['emergency', 'hand-backs', 'acknowledged'],
    queryFn: () => client.emergencies.handBacks({ state: 'acknowledged' }),
  });
  if (!handBacks.data?.items.length) return null;
  return (
    <Stack gap="sm" component="section" aria-label={text('handBack.withSites')}>
      <Title order={2} size="h5">
        {text('handBack.withSites')}
      </Title>
      {handBacks.data.items.map((each) => (
        <HandBackCard key={each.id} handBack={each} named />
      ))}
    </Stack>
  );
}

function Acts() {
  const acts = useQuery({ queryKey: ['emergency', 'break-glass'], queryFn: () => client.emergencies.breakGlass() });
  return (
    <Stack gap="sm" component="section" aria-label={text('breakGlass.list')}>
      <Title order={2} size="h5">
        {text('breakGlass.list')}
      </Title>
      <QueryView query={acts} empty={{ when: ({ items }) => items.length === 0, title: 'breakGlass.none' }}>
        {({ items }) => items.map((each) => <BreakGlassCard key={each.id} act={each} named />)}
      </QueryView>
    </Stack>
  );
}

/** What is done when nobody may read in time: whom to call, what waits for a confirmation or review, declared events. */
export function EmergenciesPage() {
  const may = useMay();
  useRefreshed(['emergency']);
  return (
    <Page title={text('emergency.title')} lead={text('emergency.lead')}>
      <Stack gap="xl">
        {may('view-mass-casualties') && <EventSection />}
        <Calls />
        <WithTheirSites />
        <Acts />
        {may('view-analytics') && <BreakGlassFigures />}
      </Stack>
    </Page>
  );
}
