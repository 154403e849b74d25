import { Alert, Group, Stepper, Text } from '@mantine/core';
import type { Study } from '@overread/wire';
import { IconX } from '@tabler/icons-react';
import { label, text } from '../texts/text.js';
import { Eta } from './eta.js';

const STEPS = ['expected', 'receiving', 'ready', 'reading', 'preliminary', 'final'] as const;

/** Where the study is on its way to the final report; studies without a preliminary read skip that step. */
export function StateStepper({ study }: { study: Study }) {
  if (study.state === 'cancelled' || study.state === 'retracted')
    return (
      <Alert color="gray" icon={<IconX aria-hidden />} title={label('studyState', study.state)}>
        {text(`study.${study.state}Why`)}
      </Alert>
    );
  const twoStep = study.state === 'preliminary' || study.reads.some((read) => read.issues === 'preliminary');
  const steps = STEPS.filter((step) => step !== 'preliminary' || twoStep);
  const at = steps.indexOf(study.state as (typeof STEPS)[number]);
  return (
    <div>
      <Stepper
        active={study.state === 'final' ? steps.length : at}
        size="xs"
        iconSize={26}
        allowNextStepsSelect={false}
      >
        {steps.map((step, index) => (
          <Stepper.Step
            key={step}
            label={label('studyState', step)}
            aria-current={index === at ? 'step' : undefined}
            allowStepSelect={false}
          />
        ))}
      </Stepper>
      <Group gap={6} mt="sm">
        <Text size="sm" c="dimmed">
          {text('study.eta')}:
        </Text>
        <Eta study={study} />
      </Group>
    </div>
  );
}
