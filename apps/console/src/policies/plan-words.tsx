import { List, Paper, Text } from '@mantine/core';
import type { PlannedRead, ReadingPlan } from '@overread/domain';
import { label, text } from '../texts/text.js';

type Step = PlannedRead['ladder'][number];

/** When a step opens, in words. */
export function opensWords({
  opens,
}: {
  opens: Omit<Step['opens'], 'whenForecastBreach' | 'whenUncoveredAfterMinutes'> & {
    whenForecastBreach?: unknown;
    whenUncoveredAfterMinutes?: unknown;
  };
}): string {
  const when = [
    ...(opens.atOnce ? [text('opens.atOnce')] : []),
    ...(opens.afterMinutes === null ? [] : [text('opens.afterMinutes', { minutes: opens.afterMinutes })]),
    ...(opens.atShareOfDeadline === null
      ? []
      : [text('opens.atShare', { percent: Math.round(opens.atShareOfDeadline * 100) })]),
    ...(typeof opens.whenForecastBreach === 'number'
      ? [text('opens.forecast', { percent: Math.round(opens.whenForecastBreach * 100) })]
      : []),
    ...(opens.whenNobodySignedOn ? [text('opens.nobody')] : []),
    ...(typeof opens.whenUncoveredAfterMinutes === 'number'
      ? [text('opens.uncovered', { minutes: opens.whenUncoveredAfterMinutes })]
      : []),
    ...(opens.afterReadOrdinal === null ? [] : [text('opens.afterRead', { read: opens.afterReadOrdinal + 1 })]),
  ];
  return when.join(', ');
}

const poolWords = ({ pool }: Step): string =>
  pool.tiers.length === 0 ? text('policies.everyTier') : pool.tiers.map((tier) => label('tier', tier)).join(', ');

/** A plan: its reads, and for each who may be offered it from when on. */
export function PlanWords({ plan }: { plan: ReadingPlan }) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={plan.name}>
      <Text fw={600} size="sm">
        {text('policies.plan', { plan: plan.name })}
      </Text>
      {plan.reads.map((read, place) => (
        <div key={place}>
          <Text size="sm" mt="xs">
            {place + 1}. {label('purpose', read.purpose)}, {label('issues', read.issues)} ·{' '}
            {'minutes' in read.target
              ? text('policies.dueIn', { minutes: read.target.minutes })
              : text('policies.dueBy', { time: read.target.nextLocalTime })}
          </Text>
          <List size="sm" type="ordered" withPadding>
            {read.ladder.map((step, index) => (
              <List.Item key={index}>
                {poolWords(step)}: {opensWords(step)}
              </List.Item>
            ))}
          </List>
        </div>
      ))}
    </Paper>
  );
}
