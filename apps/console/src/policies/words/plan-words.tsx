import { List, Paper, Text } from '@mantine/core';
import type { ReadingPlan } from '@overread/domain';
import { nameOf, useReadingGroups } from '../../network/directory.js';
import { label, text } from '../../texts/text.js';
import { opensWords, poolWords } from './ladder-words.js';

const namesGroups = ({ reads }: ReadingPlan): boolean =>
  reads.some(({ ladder }) => ladder.some(({ pool }) => pool.readingGroupIds.length > 0));

/** A plan: its reads, and for each who may be offered it from when on. */
export function PlanWords({ plan }: { plan: ReadingPlan }) {
  const groups = useReadingGroups(namesGroups(plan)).data;
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
                {poolWords(step, (id) => nameOf(groups, id))}: {opensWords(step)}
              </List.Item>
            ))}
          </List>
        </div>
      ))}
    </Paper>
  );
}
