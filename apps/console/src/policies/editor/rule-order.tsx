import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { text } from '../../texts/text.js';

interface RuleOrderProps {
  place: number;
  last: boolean;
  onRemove: () => void;
  onMove: (by: number) => void;
}

/** Where a rule stands among those that are tried, and away with it. */
export const RuleOrder = ({ place, last, onRemove, onMove }: RuleOrderProps) => (
  <>
    <ActionIcon variant="default" aria-label={text('policies.up')} disabled={place === 0} onClick={() => onMove(-1)}>
      <IconArrowUp aria-hidden size={16} />
    </ActionIcon>
    <ActionIcon variant="default" aria-label={text('policies.down')} disabled={last} onClick={() => onMove(1)}>
      <IconArrowDown aria-hidden size={16} />
    </ActionIcon>
    <ActionIcon variant="default" aria-label={text('policies.removeRule')} onClick={onRemove}>
      <IconTrash aria-hidden size={16} />
    </ActionIcon>
  </>
);

/** The rules with the one at a place moved by some. */
export function movedRule<Rule>(rules: readonly Rule[], place: number, by: number): Rule[] {
  const rule = rules[place];
  return rule === undefined ? [...rules] : rules.toSpliced(place, 1).toSpliced(place + by, 0, rule);
}
