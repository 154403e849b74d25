import { Checkbox, Group, NumberInput, Stack, Title } from '@mantine/core';
import type { PolicyDocument } from '@overread/domain';
import { text } from '../../texts/text.js';

type Coverage = NonNullable<PolicyDocument['coverage']>;

interface CoverageProps {
  coverage: Coverage;
  onChange: (coverage: Coverage) => void;
}

const AS_ASKED = { urgentAfterMinutes: 0, routineAfterMinutes: 240 };

/** How work that nobody takes reaches more people. */
export function CoverageFields({ coverage, onChange }: CoverageProps) {
  const { broadenUncovered: broaden, ...others } = coverage;
  const setFlag = (name: 'widenAtBreach' | 'overdueOffRoster', on: boolean) => {
    const { [name]: _before, ...rest } = coverage;
    onChange(on ? { ...rest, [name]: true } : rest);
  };
  return (
    <Stack gap="xs" component="section" aria-label={text('policies.coverage')}>
      <Title order={3} size="h5">
        {text('policies.coverage')}
      </Title>
      <Group align="flex-end">
        <Checkbox
          pb={8}
          label={text('policies.broadenUncovered')}
          checked={broaden !== undefined}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? { ...coverage, broadenUncovered: AS_ASKED } : others)
          }
        />
        {broaden !== undefined &&
          (['urgentAfterMinutes', 'routineAfterMinutes'] as const).map((name) => (
            <NumberInput
              key={name}
              size="xs"
              label={text(`policies.${name}`)}
              value={broaden[name]}
              onChange={(value) =>
                onChange({ ...coverage, broadenUncovered: { ...broaden, [name]: value === '' ? 0 : Number(value) } })
              }
              min={0}
              w={170}
            />
          ))}
      </Group>
      {(['widenAtBreach', 'overdueOffRoster'] as const).map((name) => (
        <Checkbox
          key={name}
          label={text(name === 'widenAtBreach' ? 'policies.widens' : 'policies.overdueSeen')}
          checked={coverage[name] === true}
          onChange={(event) => setFlag(name, event.currentTarget.checked)}
        />
      ))}
    </Stack>
  );
}
