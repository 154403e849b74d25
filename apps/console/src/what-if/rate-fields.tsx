import { Fieldset, NumberInput, SimpleGrid } from '@mantine/core';
import { TIERS } from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import { label, text } from '../texts/text.js';

export type Rates = NewWhatIf['costPerWorkUnit'];

/** What a work unit costs by where it is read; left empty it counts 1, and cost is work. */
export function RateFields({ rates, onChange }: { rates: Rates; onChange: (rates: Rates) => void }) {
  return (
    <Fieldset legend={text('whatIf.rates')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {TIERS.map((tier) => (
          <NumberInput
            key={tier}
            label={label('tier', tier)}
            placeholder="1"
            min={0}
            max={1_000_000}
            decimalScale={2}
            value={rates[tier] ?? ''}
            onChange={(value) => {
              const { [tier]: _, ...others } = rates;
              onChange(value === '' ? others : { ...others, [tier]: Number(value) });
            }}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}
