import { Alert, Anchor, List, Stack, Table, Text, Title } from '@mantine/core';
import { PRIORITIES, TIERS } from '@overread/domain';
import type { WhatIfResult, WhatIfSide } from '@overread/wire';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { label as tierWord, text, type TextKey } from '../texts/text.js';
import { minutes, percent } from '../ui/format.js';

interface Line {
  label: string;
  of: (side: WhatIfSide) => string;
}

const figure = (value: number): string => value.toLocaleString(undefined, { maximumFractionDigits: 1 });
const line = (key: TextKey, of: Line['of']): Line => ({ label: text(key), of });

/** Nothing has happened of studies that are made up. */
function sidesOf({ happened, asItWas, tried }: WhatIfResult): { name: TextKey; side: WhatIfSide }[] {
  return [
    ...(happened === null ? [] : [{ name: 'whatIf.happened' as const, side: happened }]),
    { name: happened === null ? 'whatIf.asItIs' : 'whatIf.asItWas', side: asItWas },
    { name: 'whatIf.tried', side: tried },
  ];
}

function linesOf(result: WhatIfResult): Line[] {
  const sides = sidesOf(result).map(({ side }) => side);
  const known = new Set(sides.flatMap(({ turnaround }) => Object.keys(turnaround)));
  const classes = [...new Set([...PRIORITIES.filter((priority) => known.has(priority)), ...known])];
  const priced = TIERS.filter((tier) => sides.some(({ costByTier }) => costByTier?.[tier]));
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
    ...priced.map((tier) => ({
      label: text('whatIf.costOf', { tier: tierWord('tier', tier) }),
      of: ({ costByTier }: WhatIfSide) => {
        const of = costByTier?.[tier];
        return of ? `${figure(of.workUnits)} × ${figure(of.rate)}` : '–';
      },
    })),
    line('whatIf.readers', ({ minutesByReader }) => figure(minutesByReader.length)),
    line('whatIf.unread', ({ unread }) => figure(unread)),
    line('whatIf.violations', ({ violations }) => figure(violations)),
  ];
}

/** What happened, the same days simulated as they were, and with the change. */
export function SideBySide({ result }: { result: WhatIfResult }) {
  const { changedHands, saved, lost, studies, happened } = result;
  const sides = sidesOf(result);
  return (
    <Stack gap="sm" mt="md">
      {happened === null && <Alert title={text('whatIf.madeUp')}>{text('whatIf.madeUpWhy')}</Alert>}
      <Text fw={600}>{text('whatIf.summary', { hands: changedHands, saved, lost })}</Text>
      <Table.ScrollContainer minWidth={560} type="native">
        <Table aria-label={text('whatIf.sides')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              {sides.map(({ name }) => (
                <Table.Th key={name} ta="right">
                  {text(name)}
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
                {sides.map(({ name, side }) => (
                  <Table.Td key={name} ta="right" fw={side === result.tried ? 600 : 400}>
                    {of(side)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Minutes result={result} />
      {studies.length > 0 && <Hands studies={studies} all={changedHands} real={happened !== null} />}
      <List size="sm" c="dimmed">
        {result.notes.map((note) => (
          <List.Item key={note}>{note}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

interface HandsProps {
  studies: WhatIfResult['studies'];
  all: number;
  /** Whether there are such studies to look at. */
  real: boolean;
}

/** Whose reads they were, and whose they would have been. */
function Hands({ studies, all, real }: HandsProps) {
  return (
    <>
      <Title order={3} size="h6">
        {text('whatIf.hands')}
      </Title>
      <LongTable label={text('whatIf.hands')} minWidth={480}>
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
                {real ? (
                  <Anchor component={Link} to={`/studies/${studyId}`} size="sm">
                    {text('whatIf.openStudy', { end: studyId.slice(-8) })}
                  </Anchor>
                ) : (
                  studyId
                )}
              </Table.Td>
              <Table.Td>{from?.name ?? text('whatIf.nobody')}</Table.Td>
              <Table.Td>{to?.name ?? text('whatIf.nobody')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </LongTable>
      {studies.length < all && (
        <Text size="sm" c="dimmed">
          {text('whatIf.firstOf', { n: studies.length, of: all })}
        </Text>
      )}
    </>
  );
}

/** Minutes of each reader on all three sides; who has the most with the change first. */
function Minutes({ result }: { result: WhatIfResult }) {
  const sides = sidesOf(result);
  const of = ({ minutesByReader }: WhatIfSide, id: string) =>
    minutesByReader.find(({ readerId }) => readerId === id)?.minutes ?? 0;
  const names = new Map(sides.flatMap(({ side }) => side.minutesByReader.map((row) => [row.readerId, row.name])));
  const rows = [...names].sort(([a], [b]) => of(result.tried, b) - of(result.tried, a));
  return (
    <LongTable label={text('whatIf.minutes')} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('whatIf.minutes')}</Table.Th>
          {sides.map(({ name }) => (
            <Table.Th key={name} ta="right">
              {text(name)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([id, name]) => (
          <Table.Tr key={id}>
            <Table.Td>{name}</Table.Td>
            {sides.map(({ name: column, side }) => (
              <Table.Td key={column} ta="right">
                {figure(of(side, id))}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </LongTable>
  );
}

/** A table that is scrolled in a window of its own, by key as well. */
function LongTable({ label, minWidth, children }: { label: string; minWidth: number; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native" mah={320} tabIndex={0} role="region" aria-label={label}>
      <Table aria-label={label}>{children}</Table>
    </Table.ScrollContainer>
  );
}
