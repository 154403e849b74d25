import { Paper, Table, Text, Title } from '@mantine/core';
import { coverageLevel } from '@overread/domain';
import type { Coverage } from '@overread/wire';
import { label, text } from '../texts/text.js';
import './coverage.css';

type Row = Coverage['rows'][number];
type Clock = Coverage['zones'][number]['clocks'][number];
export type TierChoice = 'all' | 'onshore' | 'nearshore' | 'offshore';

/** Readers in an hour: of every tier, or of the one that is asked about. */
const readersAt = (row: Row, hour: number, tier: TierChoice): number =>
  tier === 'all'
    ? (row.onshore[hour] ?? 0) + (row.nearshore[hour] ?? 0) + (row.offshore[hour] ?? 0)
    : (row[tier][hour] ?? 0);

const nameOf = ({ modalityFamily, subspecialty }: Row): string =>
  subspecialty === null ? modalityFamily : `${modalityFamily} ${subspecialty}`;

const keyOf = ({ date, time, offset }: Clock): string => `${date} ${time} ${offset}`;

/** A clock's day where it begins, its time, and the offset where the hour comes twice or one is left out. */
function ClockHead({ clock, before }: { clock: Clock; before: Clock | undefined }) {
  const changed = before !== undefined && before.offset !== clock.offset;
  return (
    <Table.Th scope="col" className="coverage-hour">
      <span>{before?.date === clock.date ? '\u00a0' : clock.date.slice(5)}</span>
      <span>{clock.time}</span>
      <span>{changed ? clock.offset : '\u00a0'}</span>
    </Table.Th>
  );
}

interface MapOf {
  zone: string;
  clocks: Clock[];
  rows: Row[];
  tier: TierChoice;
}

/** A kind of study through the hours, each in colour and in words. */
function KindRow({ row, clocks, tier }: { row: Row; clocks: Clock[]; tier: TierChoice }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" className="coverage-kind">
        {row.facility} <strong>{nameOf(row)}</strong>
      </Table.Th>
      {clocks.map((clock, hour) => {
        const readers = readersAt(row, hour, tier);
        const level = coverageLevel(readers);
        return (
          <Table.Td
            key={keyOf(clock)}
            className="coverage-cell"
            data-level={level}
            title={`${label('coverageLevel', level)}, ${keyOf(clock)}`}
          >
            {readers === 0 ? text('coverage.nobody') : readers}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

/** The facilities of one zone, hours in its own time. */
function ZoneMap({ zone, clocks, rows, tier }: MapOf) {
  const title = text('coverage.map', { zone });
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard too */}
      <div className="coverage-scroll" role="region" aria-label={title} tabIndex={0}>
        <Table aria-label={title} className="coverage-map" fz="xs" verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className="coverage-kind">
                {text('coverage.kind')}
              </Table.Th>
              {clocks.map((clock, hour) => (
                <ClockHead key={keyOf(clock)} clock={clock} before={clocks[hour - 1]} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <KindRow key={`${row.facility} ${nameOf(row)}`} row={row} clocks={clocks} tier={tier} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Paper>
  );
}

/** Who could read what in which hour: a map for each time zone, as hours are not the same in two. */
export function CoverageMaps({ coverage, tier }: { coverage: Coverage; tier: TierChoice }) {
  const { rows, kinds, zones } = coverage;
  return (
    <>
      {kinds > rows.length && (
        <Text size="sm" c="dimmed">
          {text('coverage.thinnest', { n: rows.length, of: kinds })}
        </Text>
      )}
      {zones.map(({ zone, clocks }) => (
        <ZoneMap key={zone} zone={zone} clocks={clocks} rows={rows.filter((row) => row.zone === zone)} tier={tier} />
      ))}
    </>
  );
}
