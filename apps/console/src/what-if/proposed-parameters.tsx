import { Alert, Button, Group, Text } from '@mantine/core';
import type { NewWhatIf } from '@overread/wire';
import { useLocation } from 'react-router';
import type { TriedParams } from '../parameters/proposal.js';
import { label, text } from '../texts/text.js';

export type Proposed = TriedParams | undefined;
type Chosen = Pick<NewWhatIf['change'], 'dispatch' | 'params'>;

/** What the page of parameters sent here to be tried. */
export function useHandedOver(): Proposed {
  const { state } = useLocation() as { state: { params?: TriedParams } | null };
  return state?.params;
}

/** The choice with what is proposed; what was chosen by hand here has the last word. */
export const withProposed = (choice: Chosen, proposed: Proposed): Chosen =>
  proposed ? { ...choice, params: { ...proposed, ...choice.params } } : choice;

export function ProposedParameters({ proposed, onLeaveOut }: { proposed: Proposed; onLeaveOut: () => void }) {
  if (!proposed) return null;
  const names = Object.keys(proposed).map((name) => label('parameter', `dispatch.${name}`));
  return (
    <Alert>
      <Group justify="space-between">
        <Text size="sm">{text('whatIf.proposed', { names: names.join(', ') })}</Text>
        <Button size="xs" variant="default" onClick={onLeaveOut}>
          {text('whatIf.notProposed')}
        </Button>
      </Group>
    </Alert>
  );
}
