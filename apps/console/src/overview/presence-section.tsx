import { Group, Paper, SimpleGrid, Table, Text, Title } from '@mantine/core';
import type { Overview } from '@overread/wire';
import { counted, text } from '../texts/text.js';
import { countryName } from '../ui/places.js';

type Present = NonNullable<Overview['readers']>;

const placeName = ({ country, subdivision }: Present['places'][number]): string =>
  subdivision === null ? countryName(country) : `${countryName(country)} (${subdivision})`;

function Places({ readers }: { readers: Present }) {
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={3} size="h6" mb={6}>
        {counted('overview.signedOn', readers.signedOn)}
      </Title>
      {readers.places.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('overview.nobodyOn')}
        </Text>
      )}
      <Group component="ul" gap="lg" p={0} m={0} style={{ listStyle: 'none' }}>
        {readers.places.map((place) => (
          <Text component="li" size="sm" key={placeName(place)}>
            {placeName(place)} <b>{place.signedOn}</b>
          </Text>
        ))}
      </Group>
    </Paper>
  );
}

function Tiers({ tiers }: Pick<Present, 'tiers'>) {
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={3} size="h6" mb={6}>
        {text('overview.tiers')}
      </Title>
      <Table
        aria-label={text('overview.tiers')}
        fz="sm"
        verticalSpacing={3}
        horizontalSpacing={6}
        withRowBorders={false}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('overview.country')}</Table.Th>
            <Table.Th ta="right">{text('tier.onshore')}</Table.Th>
            <Table.Th ta="right">{text('tier.nearshore')}</Table.Th>
            <Table.Th ta="right">{text('tier.offshore')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tiers.map(({ country, onshore, nearshore, offshore }) => (
            <Table.Tr key={country}>
              <Table.Td>{countryName(country)}</Table.Td>
              <Table.Td ta="right">{onshore}</Table.Td>
              <Table.Td ta="right">{nearshore}</Table.Td>
              <Table.Td ta="right">{offshore}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

/** Who is signed on, by attested place, and at which tier they would read the studies of each country. */
export function PresenceSection({ readers }: { readers: Present }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
      <Places readers={readers} />
      <Tiers tiers={readers.tiers} />
    </SimpleGrid>
  );
}
