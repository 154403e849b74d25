import { Text } from '@mantine/core';
import type { Study } from '@overread/wire';
import { text } from '../texts/text.js';
import { countdown, time, utc } from '../ui/format.js';
import { useNow } from '../ui/use-now.js';

const DONE = new Set(['final', 'cancelled']);

/** When the report is to be expected: the time and how long until then; past it, in words too. */
export function Eta({ study }: { study: Study }) {
  const now = useNow();
  if (!study.eta || DONE.has(study.state))
    return (
      <Text size="sm" c="dimmed" span>
        {text(study.state === 'final' ? 'eta.done' : 'none')}
      </Text>
    );
  const left = Date.parse(study.eta) - now;
  return (
    <Text
      size="sm"
      span
      title={utc(study.eta)}
      c={left < 0 ? 'var(--overread-bad)' : undefined}
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {time(study.eta)} · {text(left < 0 ? 'eta.late' : 'eta.in', { time: countdown(Math.abs(left)) })}
    </Text>
  );
}
