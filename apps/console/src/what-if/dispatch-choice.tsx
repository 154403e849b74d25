import { Accordion, Fieldset, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import {
  DEFAULT_DISPATCH_PARAMS,
  POLICIES,
  POLICY_NAMES,
  PRIORITIES,
  type DispatchParams,
  type Priority,
} from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';

type Tried = Pick<DispatchParams, 'weights' | 'maximumWaitMinutes' | 'slackScaleMinutes' | 'scarcityFactor'>;

/** How the next read is chosen, and which parameters somebody has changed for it. */
export interface Choice {
  dispatch: string;
  params: Partial<Tried>;
}
export const AS_NOW: Choice = { dispatch: 'default', params: {} };

/** What differs from how it is done now, and nothing else. */
export const changedChoice = ({ dispatch, params }: Choice): Pick<NewWhatIf['change'], 'dispatch' | 'params'> => ({
  ...(dispatch === AS_NOW.dispatch ? {} : { dispatch }),
  ...(Object.keys(params).length === 0 ? {} : { params }),
});

/** The numbers that the network dispatches by now; the product's own until they are known. */
function useInForce(): Tried {
  const parameters = useQuery({ queryKey: ['dispatch-parameters'], queryFn: () => client.parameters.get() });
  return parameters.data?.parameters.dispatch ?? DEFAULT_DISPATCH_PARAMS;
}

interface PerPriority {
  legend: string;
  value: Record<Priority, number>;
  onChange: (value: Record<Priority, number>) => void;
}

function ByPriority({ legend, value, onChange }: PerPriority) {
  return (
    <Fieldset legend={legend}>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {PRIORITIES.map((priority) => (
          <NumberInput
            key={priority}
            label={label('priority', priority)}
            min={1}
            max={100_000}
            value={value[priority]}
            onChange={(next) => onChange({ ...value, [priority]: Number(next) || value[priority] })}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}

interface ChoiceProps {
  choice: Choice;
  onChange: (choice: Choice) => void;
}

function Parameters({ choice, onChange }: ChoiceProps) {
  const inForce = useInForce();
  const params = { ...inForce, ...choice.params };
  const change = (next: Partial<Tried>) => onChange({ ...choice, params: { ...choice.params, ...next } });
  return (
    <>
      <ByPriority
        legend={text('whatIf.weights')}
        value={params.weights}
        onChange={(next) => change({ weights: next })}
      />
      <ByPriority
        legend={text('whatIf.maximumWait')}
        value={params.maximumWaitMinutes}
        onChange={(next) => change({ maximumWaitMinutes: next })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={text('whatIf.slackScale')}
          min={1}
          max={100_000}
          value={params.slackScaleMinutes}
          onChange={(next) => change({ slackScaleMinutes: Number(next) || inForce.slackScaleMinutes })}
        />
        <NumberInput
          label={text('whatIf.scarcity')}
          min={0}
          max={10}
          step={0.1}
          decimalScale={2}
          value={params.scarcityFactor}
          onChange={(next) => change({ scarcityFactor: Number(next) })}
        />
      </SimpleGrid>
    </>
  );
}

/** Closed until somebody wants to try it: most runs ask about people and policies. */
export function DispatchChoice({ choice, onChange }: ChoiceProps) {
  return (
    <Accordion variant="contained">
      <Accordion.Item value="dispatch">
        <Accordion.Control>{text('whatIf.dispatch')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Select
              label={text('whatIf.chooses')}
              allowDeselect={false}
              data={POLICY_NAMES.map((name) => ({ value: name, label: `${name}: ${POLICIES[name].about}` }))}
              value={choice.dispatch}
              onChange={(dispatch) => onChange({ ...choice, dispatch: dispatch ?? AS_NOW.dispatch })}
            />
            <Parameters choice={choice} onChange={onChange} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
