import { Alert, Text } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { useNow } from '../ui/use-now.js';

/** On every page while an event with many casualties is under way: it goes by itself when that ends. */
export function EventBanner() {
  const may = useMay();
  const now = useNow();
  useRefreshed(['emergency', 'live-events']);
  const events = useQuery({
    queryKey: ['emergency', 'live-events'],
    queryFn: () => client.emergencies.events({ state: 'live' }),
    enabled: may('view-mass-casualties'),
    refetchInterval: 60_000,
  });
  const live = (events.data?.items ?? []).filter(({ endsAt }) => Date.parse(endsAt) > now);
  return live.map((event) => (
    <Alert
      key={event.id}
      className="bad"
      mb="md"
      role="status"
      data-event={event.id}
      icon={<IconUrgent aria-hidden size={20} />}
      title={text('event.banner', { title: event.title })}
    >
      <Text size="sm" component="div">
        {event.facilities.join(', ')} · {text('event.until')} <When at={event.endsAt} /> · {text('event.means')}
      </Text>
    </Alert>
  ));
}
