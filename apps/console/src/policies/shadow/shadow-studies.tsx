import { Anchor, Badge, Button, Group, Paper, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { PolicyShadowBody, PolicyShadowReport, ShadowStudy } from '@overread/wire';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../../session/api.js';
import { label, text } from '../../texts/text.js';
import { StateBadge, When } from '../../ui/badges.js';
import { minutes } from '../../ui/format.js';
import { Loading, ProblemAlert } from '../../ui/states.js';
import { ShadowSides } from './shadow-sides.js';
import { REPORT_EVERY_MS, shadowsKey } from './use-shadows.js';

const PAGE = 25;

interface StudiesProps {
  shadow: PolicyShadowBody;
  figures: NonNullable<PolicyShadowReport['figures']>;
}

/** Page after page, asked again while the shadow runs and whenever somebody opens them. */
function useDiffering({ policyId, id, endedAt }: PolicyShadowBody, difference: string | null) {
  return useInfiniteQuery({
    queryKey: [...shadowsKey(policyId), id, 'studies', difference],
    queryFn: ({ pageParam }) =>
      client.policies.shadowStudies(policyId, id, {
        limit: PAGE,
        ...(pageParam === null ? {} : { after: pageParam }),
        ...(difference === null ? {} : { difference }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
    refetchInterval: endedAt === null ? REPORT_EVERY_MS : false,
    refetchOnMount: 'always',
  });
}

/** The studies that the shadow would have routed another way, each with both sides. */
export function ShadowStudies({ shadow, figures }: StudiesProps) {
  const [difference, setDifference] = useState<string | null>(null);
  const pages = useDiffering(shadow, difference);
  return (
    <Stack gap="sm" component="section" aria-label={text('shadow.list')}>
      <Group justify="space-between" align="flex-end">
        <Text fw={600}>{text('shadow.list')}</Text>
        <Select
          aria-label={text('shadow.byDifference')}
          placeholder={text('shadow.anyDifference')}
          data={figures.byDifference.map((each) => ({
            value: each.difference,
            label: label('routingDifference', each.difference),
          }))}
          value={difference}
          onChange={setDifference}
          clearable
          w={220}
        />
      </Group>
      {Boolean(pages.error) && <ProblemAlert error={pages.error} />}
      {pages.isPending && <Loading />}
      {pages.data?.pages
        .flatMap(({ items }) => items)
        .map((study) => (
          <StudyRow key={study.studyId} study={study} />
        ))}
      {pages.hasNextPage && (
        <Group>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {text('more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function StudyRow({ study }: { study: ShadowStudy }) {
  const [open, { toggle }] = useDisclosure();
  const { before, after, failure, dueShiftMinutes } = study;
  const name = study.accessionNumber ?? text('policies.openStudy');
  return (
    <Paper withBorder p="sm" component="article" aria-label={name}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Anchor component={Link} to={`/studies/${study.studyId}`} size="sm" fw={600}>
            {name}
          </Anchor>
          <Text size="sm">
            {study.modalityFamily} · {study.facility.name}
          </Text>
          <StateBadge state={study.state} />
          <Text size="sm" c="dimmed" component="div">
            <When at={study.at} />
          </Text>
        </Group>
        {before !== null && after !== null && (
          <Button size="xs" variant="default" aria-expanded={open} onClick={toggle}>
            {text(open ? 'shadow.hide' : 'shadow.compare')}
          </Button>
        )}
      </Group>
      <Group gap={6} mt={6}>
        {study.differences.map((difference) => (
          <Badge key={difference} variant="light" radius="sm" tt="none">
            {label('routingDifference', difference)}
          </Badge>
        ))}
        {dueShiftMinutes !== null && dueShiftMinutes !== 0 && (
          <Text size="sm">
            {text(dueShiftMinutes < 0 ? 'shadow.dueEarlier' : 'shadow.dueLater', {
              by: minutes(Math.abs(dueShiftMinutes)),
            })}
          </Text>
        )}
      </Group>
      {failure !== null && (
        <Text size="sm" c="var(--overread-bad)">
          {failure}
        </Text>
      )}
      {open && before !== null && after !== null && <ShadowSides before={before} after={after} />}
    </Paper>
  );
}
