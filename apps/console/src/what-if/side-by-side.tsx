import { Anchor, List, Stack, Table, Text, Title } from '@mantine/core';
import type { WhatIfResult, WhatIfSide } from '@overread/wire';
import { Link } from 'react-router';
import { text, type TextKey } from '../texts/text.js';
import { minutes, percent } from '../ui/format.js';

interface Line {
  label: string;
  of: (side: WhatIfSide) => string;
}

const figure = (value: number): string => value.toLocaleString(undefined, { maximumFractionDigits: 1 });
const line = (key: TextKey, of: Line['of']): Line => ({ label: text(key), of });

function linesOf(result: WhatIfResult): Line[] {
  const sides = [result.happened, result.asItWas, result.tried];
  const classes = [...new Set(sides.flatMap(({ turnaround }) => Object.keys(turnaround)))];
  return [
    line('whatIf.studies', ({ studies }) => figure(studies)),
    line('whatIf.breaches', (side) => `${figure(side.breaches)} (${figure(side.breachPercent)} %)`),
    line('whatIf.weighted', (side) => figure(side.weightedBreachesPerThousand)),
    ...classes.map((name) => ({
      label: text('whatIf.turnaround', { name }),
      of: ({ turnaround }: WhatIfSide) => {
        const row = turnaround[name];
        return row ? `${minutes(row.p50Minutes)} / ${minutes(row.p95Minutes)}` : '–';
      },
    })),
    line('whatIf.tiers', ({ tierMix }) =>
      [tierMix.onshore, tierMix.nearshore, tierMix.offshore].map((share) => percent(share ?? 0)).join(' / '),
    ),
    line('whatIf.cost', ({ cost }) => figure(cost)),
    line('whatIf.readers', ({ minutesByReader }) => figure(minutesByReader.length)),
    line('whatIf.unread', ({ unread }) => figure(unread)),
    line('whatIf.violations', ({ violations }) => figure(violations)),
  ];
}

/** What happened, the same days simulated as they were, and with the change. */
export function SideBySide({ result }: { result: WhatIfResult }) {
  const { changedHands, saved, lost, studies } = result;
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600}>{text('whatIf.summary', { hands: changedHands, saved, lost })}</Text>
      <Table.ScrollContainer minWidth={560} type="native">
        <Table aria-label={text('whatIf.sides')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              {(['happened', 'asItWas', 'tried'] as const).map((side) => (
                <Table.Th key={side} ta="right">
                  {text(`whatIf.${side}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {linesOf(result).map(({ label, of }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                <Table.Td ta="right">{of(result.happened)}</Table.Td>
                <Table.Td ta="right">{of(result.asItWas)}</Table.Td>
                <Table.Td ta="right" fw={600}>
                  {of(result.tried)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Minutes result={result} />
      {studies.length > 0 && <Hands studies={studies} all={changedHands} />}
      <List size="sm" c="dimmed">
        {result.notes.map((note) => (
          <List.Item key={note}>{note}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

/** Whose reads they were, and whose they would have been. */
function Hands({ studies, all }: { studies: WhatIfResult['studies']; all: number }) {
  return (
    <>
      <Title order={3} size="h6">
        {text('whatIf.hands')}
      </Title>
      <Table.ScrollContainer minWidth={480} type="native" mah={320}>
        <Table aria-label={text('whatIf.hands')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('whatIf.study')}</Table.Th>
              <Table.Th>{text('whatIf.handFrom')}</Table.Th>
              <Table.Th>{text('whatIf.handTo')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {studies.map(({ studyId, readId, from, to }) => (
              <Table.Tr key={readId}>
                <Table.Td>
                  <Anchor component={Link} to={`/studies/${studyId}`} size="sm">
                    {text('whatIf.openStudy', { end: studyId.slice(-8) })}
                  </Anchor>
                </Table.Td>
                <Table.Td>{from?.name ?? text('whatIf.nobody')}</Table.Td>
                <Table.Td>{to?.name ?? text('whatIf.nobody')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {studies.length < all && (
        <Text size="sm" c="dimmed">
          {text('whatIf.firstOf', { n: studies.length, of: all })}
        </Text>
      )}
    </>
  );
}

/** Minutes of each reader on all three sides; who has the most with the change first. */
function Minutes({ result: { happened, asItWas, tried } }: { result: WhatIfResult }) {
  const of = ({ minutesByReader }: WhatIfSide, id: string) =>
    minutesByReader.find(({ readerId }) => readerId === id)?.minutes ?? 0;
  const names = new Map(
    [happened, asItWas, tried].flatMap((side) => side.minutesByReader.map((row) => [row.readerId, row.name])),
  );
  const rows = [...names].sort(([a], [b]) => of(tried, b) - of(tried, a));
  return (
    <Table.ScrollContainer minWidth={560} type="native" mah={320}>
      <Table aria-label={text('whatIf.minutes')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('whatIf.minutes')}</Table.Th>
            <Table.Th ta="right">{text('whatIf.happened')}</Table.Th>
            <Table.Th ta="right">{text('whatIf.asItWas')}</Table.Th>
            <Table.Th ta="right">{text('whatIf.tried')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([id, name]) => (
            <Table.Tr key={id}>
              <Table.Td>{name}</Table.Td>
              {[happened, asItWas, tried].map((side, index) => (
                <Table.Td key={index} ta="right">
                  {figure(of(side, id))}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
