import { Group, List, Stack, Text } from '@mantine/core';
import type { Explanation } from '@overread/wire';
import { IconClockCheck, IconClockMinus } from '@tabler/icons-react';
import { label, text } from '../texts/text.js';
import { minutes } from '../ui/format.js';

type OnTimeAnswer = NonNullable<Explanation['reads'][number]['onTime']>;

/** Where the minutes went, as one bar: its parts in the order they came. */
function Stages({ stages }: { stages: OnTimeAnswer['stages'] }) {
  const parts = Object.entries(stages).filter(([, value]) => value > 0);
  const total = parts.reduce((sum, [, value]) => sum + value, 0);
  const before = parts.map((_, index) => parts.slice(0, index).reduce((sum, [, value]) => sum + value, 0));
  return (
    <>
      <svg className="stages" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden>
        {parts.map(([stage, value], index) => (
          <rect
            key={stage}
            className={stage}
            x={((before[index] ?? 0) / total) * 100}
            y="0"
            width={(value / total) * 100}
            height="8"
          />
        ))}
      </svg>
      <Text size="xs" c="dimmed">
        {parts.map(([stage, value]) => `${label('stage', stage)} ${minutes(value)}`).join(' · ')}
      </Text>
    </>
  );
}

function stateText({ state, lateMinutes }: OnTimeAnswer): string {
  if (lateMinutes === null) return text('onTime.noDeadline');
  const by = minutes(Math.abs(lateMinutes));
  if (state === 'late') return text('onTime.late', { by });
  if (state === 'will-miss') return text('onTime.willMiss', { by });
  return state === 'due' ? text('onTime.due', { by }) : text('onTime.onTime', { by });
}

/** Whether the read was, or will be, on time; where its minutes went; and what alone would have been enough. */
export function OnTimeView({ answer }: { answer: OnTimeAnswer }) {
  const late = answer.state === 'late' || answer.state === 'will-miss';
  const nothing = late && !answer.helps.some(({ enough }) => enough);
  return (
    <Stack gap={8}>
      <Text size="sm">{stateText(answer)}</Text>
      <Stages stages={answer.stages} />
      <List spacing={6} size="sm" center={false}>
        {answer.helps.map((help) => (
          <List.Item
            key={`${help.code}${help.rule ?? ''}`}
            icon={
              help.enough ? (
                <IconClockCheck aria-hidden size={17} color="var(--overread-good)" />
              ) : (
                <IconClockMinus aria-hidden size={17} color="var(--mantine-color-dimmed)" />
              )
            }
          >
            <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
              <Text size="sm">{help.text}</Text>
              <Text size="xs" c="dimmed" className="figure" miw="max-content">
                {text('onTime.saves', { by: minutes(help.savesMinutes) })}
                {help.enough && `, ${text('onTime.enough')}`}
              </Text>
            </Group>
          </List.Item>
        ))}
      </List>
      {nothing && (
        <Text size="xs" c="dimmed">
          {answer.togetherEnough ? text('onTime.together') : text('onTime.hopeless')}
        </Text>
      )}
    </Stack>
  );
}
