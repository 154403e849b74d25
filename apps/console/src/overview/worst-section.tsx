import { Anchor, Paper, SimpleGrid, Table, Text, Title } from '@mantine/core';
import type { Overview } from '@overread/wire';
import { Link } from 'react-router';
import { label, text } from '../texts/text.js';
import { PriorityBadge, Slack, StateBadge } from '../ui/badges.js';
import { percent } from '../ui/format.js';

type WorstRead = Overview['worst']['reads'][number];
type Place = Overview['worst']['facilities'][number];

function Reads({ reads }: { reads: WorstRead[] }) {
  return (
    <Table.ScrollContainer minWidth={700} type="native">
      <Table aria-label={text('overview.worstReads')} fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('queue.slack')}</Table.Th>
            <Table.Th>{text('queue.priority')}</Table.Th>
            <Table.Th>{text('worklist.study')}</Table.Th>
            <Table.Th>{text('queue.facility')}</Table.Th>
            <Table.Th>{text('queue.tier')}</Table.Th>
            <Table.Th>{text('queue.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reads.map((read) => (
            <Table.Tr key={read.readId} data-read={read.readId}>
              <Table.Td>
                <Slack dueAt={read.dueAt} />
              </Table.Td>
              <Table.Td miw={120}>
                <PriorityBadge priority={read.priority} protocol={read.protocol} />
              </Table.Td>
              <Table.Td>
                <Anchor component={Link} to={`/studies/${read.studyId}`} size="sm">
                  {read.modalityFamily} {read.bodyPart ?? ''} · {label('issues', read.issues)}
                </Anchor>
              </Table.Td>
              <Table.Td>{read.facility}</Table.Td>
              <Table.Td>{label('tier', read.tier)}</Table.Td>
              <Table.Td>
                <StateBadge state={read.state} kind="readState" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface PlacesProps {
  title: string;
  places: Place[];
  to: (place: Place) => string;
}

function Places({ title, places, to }: PlacesProps) {
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={3} size="h6" mb={6}>
        {title}
      </Title>
      {places.length === 0 ? (
        <Text size="sm" c="var(--overread-good)">
          {text('overview.noneWorst')}
        </Text>
      ) : (
        <Table aria-label={title} fz="sm" verticalSpacing={3} horizontalSpacing={6} withRowBorders={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('network.name')}</Table.Th>
              <Table.Th ta="right">{text('overview.late')}</Table.Th>
              <Table.Th ta="right">{text('overview.atRisk')}</Table.Th>
              <Table.Th ta="right">{text('overview.withinToday')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {places.map((place) => (
              <Table.Tr key={place.id}>
                <Table.Td>
                  <Anchor component={Link} to={to(place)} size="sm">
                    {place.name}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right" c={place.late > 0 ? 'var(--overread-bad)' : undefined}>
                  {place.late}
                </Table.Td>
                <Table.Td ta="right" c={place.atRisk > 0 ? 'var(--overread-warn)' : undefined}>
                  {place.atRisk}
                </Table.Td>
                <Table.Td ta="right">
                  {place.n === 0
                    ? text('none')
                    : text('overview.shareOf', { share: percent(place.withinTarget), n: place.n })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}

interface WorstProps {
  worst: Overview['worst'];
  facilityTo: (place: Place) => string;
  groupTo: ((place: Place) => string) | null;
}

/** The worst first: the reads nearest to or furthest past their deadline, and the places they pile up at. */
export function WorstSection({ worst, facilityTo, groupTo }: WorstProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: groupTo === null ? 1 : 2 }} spacing="sm">
        <Places title={text('overview.worstFacilities')} places={worst.facilities} to={facilityTo} />
        {groupTo !== null && <Places title={text('overview.worstGroups')} places={worst.readingGroups} to={groupTo} />}
      </SimpleGrid>
      {worst.reads.length > 0 && (
        <Paper withBorder p="sm" bg="var(--overread-raised)">
          <Title order={3} size="h6" mb={6}>
            {text('overview.worstReads')}
          </Title>
          <Reads reads={worst.reads} />
        </Paper>
      )}
    </>
  );
}
