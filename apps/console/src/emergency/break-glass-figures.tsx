import { Stack, Text, Title } from '@mantine/core';
import type { BreakGlassRow } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { instantsOf, PeriodPicker, usePeriod, validPeriod } from '../analytics/period.js';
import { SimpleTable } from '../network/simple-table.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';

const rulesOf = ({ takenByRule }: BreakGlassRow): string =>
  Object.entries(takenByRule)
    .map(([code, n]) => `${label('rule', code)} ${n}`)
    .join(', ') || text('none');

const COUNTS = ['requested', 'granted', 'refused', 'expired', 'taken', 'underEvents', 'readAgain', 'reviewed'] as const;
const BAD = ['reviewOverdue', 'notJustified'] as const;

const Bad = ({ count }: { count: number }) => (
  <Text size="sm" span {...(count > 0 ? { c: 'var(--overread-bad)', fw: 600 } : {})}>
    {count}
  </Text>
);

/** Counted apart: no turnaround and no compliance has what was read under rules set aside. */
export function BreakGlassFigures() {
  const [period, setPeriod] = usePeriod();
  const figures = useQuery({
    queryKey: ['emergency', 'figures', period],
    queryFn: () => client.analytics.breakGlass(instantsOf(period)),
    enabled: validPeriod(period),
  });
  return (
    <Stack gap="sm" component="section" aria-label={text('breakGlassFigures.title')}>
      <Title order={2} size="h5">
        {text('breakGlassFigures.title')}
      </Title>
      <PeriodPicker period={period} onChange={setPeriod} />
      <QueryView query={figures} empty={{ when: ({ items }) => items.length === 0, title: 'breakGlassFigures.none' }}>
        {({ items }) => (
          <SimpleTable
            label={text('breakGlassFigures.title')}
            rows={items}
            keyOf={({ facility }) => facility}
            columns={[
              { name: text('queue.facility'), cell: ({ facility }) => <b>{facility}</b> },
              ...COUNTS.map((name) => ({
                name: label('breakGlassFigures', name),
                cell: (row: BreakGlassRow) => row[name],
              })),
              ...BAD.map((name) => ({
                name: label('breakGlassFigures', name),
                cell: (row: BreakGlassRow) => <Bad count={row[name]} />,
              })),
              { name: text('breakGlassFigures.rules'), cell: rulesOf, wraps: true },
            ]}
          />
        )}
      </QueryView>
    </Stack>
  );
}
