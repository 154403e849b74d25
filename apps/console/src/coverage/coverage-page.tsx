import { Group, Input, SegmentedControl, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { label, text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { Empty, QueryView } from '../ui/states.js';
import { Expiring, SoleBlockers, Warnings } from './coverage-lists.js';
import { CoverageMaps, type TierChoice } from './coverage-map.js';
import { NarrowingFields } from './narrowing-fields.js';
import { useCoverage, type Narrowing } from './use-coverage.js';
import { WarningsSection } from './warnings-section.js';

const HOURS = [24, 48, 72];
const TIERS: TierChoice[] = ['all', 'onshore', 'nearshore', 'offshore'];

/** Who could read what in the coming three days, what is thin, what will end, and what would mend most. */
export function CoveragePage() {
  const [hours, setHours] = useState(72);
  const [tier, setTier] = useState<TierChoice>('all');
  const [narrowing, setNarrowing] = useState<Narrowing>({});
  const coverage = useCoverage(hours, narrowing);
  const madeAt = coverage.data ? text('coverage.madeAt', { at: time(coverage.data.madeAt) }) : '';
  return (
    <Page title={text('coverage.title')} lead={`${text('coverage.lead')} ${madeAt}`}>
      <Group gap="md" align="flex-end">
        <Select
          label={text('forecast.horizon')}
          data={HOURS.map((value) => ({ value: String(value), label: text('forecast.hours', { n: value }) }))}
          value={String(hours)}
          onChange={(value) => setHours(Number(value ?? 72))}
          allowDeselect={false}
          w={130}
        />
        <Input.Wrapper label={text('coverage.tier')} labelElement="div">
          <SegmentedControl
            display="flex"
            aria-label={text('coverage.tier')}
            data={TIERS.map((value) => ({ value, label: label('coverageTier', value) }))}
            value={tier}
            onChange={(value) => setTier(value as TierChoice)}
          />
        </Input.Wrapper>
        <NarrowingFields narrowing={narrowing} onChange={setNarrowing} />
      </Group>
      <WarningsSection narrowing={narrowing} />
      <QueryView query={coverage}>
        {(data) =>
          data.kinds === 0 ? (
            <Empty title={text('coverage.empty')}>
              {text(Object.keys(narrowing).length > 0 ? 'coverage.emptyNarrowed' : 'coverage.emptyWhy')}
            </Empty>
          ) : (
            <Stack gap="md">
              <CoverageMaps coverage={data} tier={tier} />
              <Warnings warnings={data.warnings} warningCount={data.warningCount} />
              <Expiring expiring={data.expiring} days={data.days} />
              <SoleBlockers soleBlockers={data.soleBlockers} />
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}
