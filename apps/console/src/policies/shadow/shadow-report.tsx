import { SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { PolicyShadowBody, PolicyShadowReport } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Tile, Tiles } from '../../overview/tile.js';
import { client } from '../../session/api.js';
import { label, text } from '../../texts/text.js';
import { PriorityBadge } from '../../ui/badges.js';
import { minutes, time } from '../../ui/format.js';
import { QueryView } from '../../ui/states.js';
import { ShadowStudies } from './shadow-studies.js';
import { REPORT_EVERY_MS, shadowsKey } from './use-shadows.js';

type Figures = NonNullable<PolicyShadowReport['figures']>;

/** What came of a shadow: how many studies differ, how, where, and each of them. */
export function ShadowReport({ shadow }: { shadow: PolicyShadowBody }) {
  const { policyId, id, endedAt } = shadow;
  const report = useQuery({
    queryKey: [...shadowsKey(policyId), id],
    queryFn: () => client.policies.shadow(policyId, id),
    refetchInterval: endedAt === null ? REPORT_EVERY_MS : false,
    refetchOnMount: 'always',
  });
  return (
    <QueryView query={report}>
      {({ figures, forgottenAt }) => (
        <Stack gap="lg">
          {forgottenAt !== null && (
            <Text size="sm" c="dimmed">
              {text('shadow.forgotten', { at: time(forgottenAt) })}
            </Text>
          )}
          {figures && <Sums figures={figures} />}
          {figures && figures.studies > 0 && <Breakdowns figures={figures} />}
          {figures && forgottenAt === null && figures.different + figures.errors > 0 && (
            <ShadowStudies shadow={shadow} figures={figures} />
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function Sums({ figures }: { figures: Figures }) {
  const { studies, routings, same, different, errors, due, thinFirstStep } = figures;
  const middle = (value: number | null) => (value === null ? undefined : text('shadow.middle', { by: minutes(value) }));
  return (
    <Tiles label={text('shadow.figures')}>
      <Tile
        name="studies"
        label={text('shadow.studies')}
        value={studies}
        detail={text('shadow.routings', { count: routings })}
      />
      <Tile name="same" label={text('shadow.same')} value={same} />
      <Tile name="different" label={text('shadow.different')} value={different} />
      <Tile name="errors" label={text('shadow.errors')} value={errors} tone={errors > 0 ? 'bad' : 'plain'} />
      <Tile
        name="earlier"
        label={text('shadow.earlier')}
        value={due.earlier}
        detail={middle(due.medianEarlierMinutes)}
      />
      <Tile name="later" label={text('shadow.later')} value={due.later} detail={middle(due.medianLaterMinutes)} />
      <Tile
        name="thin"
        label={text('shadow.thin')}
        value={thinFirstStep.after}
        detail={text('shadow.thinBefore', { count: thinFirstStep.before })}
        tone={thinFirstStep.after > thinFirstStep.before ? 'warn' : 'plain'}
      />
    </Tiles>
  );
}

function Breakdowns({ figures }: { figures: Figures }) {
  const { byDifference, byFacility, byModalityFamily, byPriority } = figures;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      {byDifference.length > 0 && (
        <Table aria-label={text('shadow.byDifference')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('shadow.byDifference')}</Table.Th>
              <Table.Th ta="right">{text('shadow.studies')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {byDifference.map(({ difference, studies }) => (
              <Table.Tr key={difference}>
                <Table.Td>{label('routingDifference', difference)}</Table.Td>
                <Table.Td ta="right">{studies}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Counts
        title={text('shadow.byFacility')}
        rows={byFacility.map(({ facility, ...counts }) => ({ key: facility.id, name: facility.name, ...counts }))}
      />
      <Counts
        title={text('shadow.byModality')}
        rows={byModalityFamily.map(({ modalityFamily, ...counts }) => ({
          key: modalityFamily,
          name: modalityFamily,
          ...counts,
        }))}
      />
      <Counts
        title={text('shadow.byPriority')}
        rows={byPriority.map(({ priority, ...counts }) => ({
          key: priority,
          name: <PriorityBadge priority={priority} />,
          ...counts,
        }))}
      />
    </SimpleGrid>
  );
}

interface CountsProps {
  title: string;
  rows: { key: string; name: ReactNode; studies: number; different: number; errors: number }[];
}

function Counts({ title, rows }: CountsProps) {
  const failing = rows.some(({ errors }) => errors > 0);
  return (
    <Table aria-label={title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          <Table.Th ta="right">{text('shadow.studies')}</Table.Th>
          <Table.Th ta="right">{text('shadow.different')}</Table.Th>
          {failing && <Table.Th ta="right">{text('shadow.errors')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, name, studies, different, errors }) => (
          <Table.Tr key={key}>
            <Table.Td>{typeof name === 'string' ? <Text size="sm">{name}</Text> : name}</Table.Td>
            <Table.Td ta="right">{studies}</Table.Td>
            <Table.Td ta="right">{different}</Table.Td>
            {failing && <Table.Td ta="right">{errors}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
