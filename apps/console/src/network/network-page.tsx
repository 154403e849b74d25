import { Tabs } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { Contracts } from './contracts.js';
import { Disagreements } from './disagreements.js';
import { Facilities } from './facilities.js';
import { Jurisdictions } from '../jurisdictions/jurisdictions.js';
import { Policies } from '../policies/policies.js';
import { Readers } from './readers.js';

/** What the network consists of, to look at. */
export function NetworkPage() {
  const whole = useUser().role !== 'group-manager';
  const may = useMay();
  const [policies, checks] = [may('view-policies'), may('view-disagreements')];
  const [shown, show] = useSearchParams();
  return (
    <Page title={text(whole ? 'nav.network' : 'nav.group')}>
      <Tabs
        value={shown.get('tab') ?? 'readers'}
        onChange={(tab) => show({ tab: tab ?? 'readers' })}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="readers">{text('network.readers')}</Tabs.Tab>
          <Tabs.Tab value="facilities">{text('network.facilities')}</Tabs.Tab>
          <Tabs.Tab value="contracts">{text('network.contracts')}</Tabs.Tab>
          {policies && <Tabs.Tab value="policies">{text('network.policies')}</Tabs.Tab>}
          <Tabs.Tab value="jurisdictions">{text('network.jurisdictions')}</Tabs.Tab>
          {checks && <Tabs.Tab value="checks">{text('network.checks')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="readers" pt="md">
          <Readers />
        </Tabs.Panel>
        <Tabs.Panel value="facilities" pt="md">
          <Facilities />
        </Tabs.Panel>
        <Tabs.Panel value="contracts" pt="md">
          <Contracts />
        </Tabs.Panel>
        {policies && (
          <Tabs.Panel value="policies" pt="md">
            <Policies />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="jurisdictions" pt="md">
          <Jurisdictions />
        </Tabs.Panel>
        {checks && (
          <Tabs.Panel value="checks" pt="md">
            <Disagreements />
          </Tabs.Panel>
        )}
      </Tabs>
    </Page>
  );
}
