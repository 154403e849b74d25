import { Accordion, Fieldset, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { DEFAULT_DISPATCH_PARAMS, POLICIES, POLICY_NAMES, PRIORITIES, type Priority } from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import { label, text } from '../texts/text.js';

const { weights, maximumWaitMinutes, slackScaleMinutes, scarcityFactor } = DEFAULT_DISPATCH_PARAMS;
const USUAL = { weights, maximumWaitMinutes, slackScaleMinutes, scarcityFactor };

/** How the next read is chosen, and with which parameters. */
export interface Choice {
  dispatch: string;
  params: typeof USUAL;
}
export const AS_NOW: Choice = { dispatch: 'default', params: USUAL };

/** What differs from how it is done now, and nothing else. */
export function changedChoice({ dispatch, params }: Choice): Pick<NewWhatIf['change'], 'dispatch' | 'params'> {
  const names = Object.keys(USUAL) as (keyof typeof USUAL)[];
  const changed = names.filter((name) => JSON.stringify(params[name]) !== JSON.stringify(USUAL[name]));
  return {
    ...(dispatch === AS_NOW.dispatch ? {} : { dispatch }),
    ...(changed.length === 0 ? {} : { params: Object.fromEntries(changed.map((name) => [name, params[name]])) }),
  };
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
  const { params } = choice;
  const change = (next: Partial<typeof USUAL>) => onChange({ ...choice, params: { ...params, ...next } });
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
          onChange={(next) => change({ slackScaleMinutes: Number(next) || USUAL.slackScaleMinutes })}
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
