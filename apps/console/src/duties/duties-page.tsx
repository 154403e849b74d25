import { Select } from '@mantine/core';
import { DUTY_KINDS } from '@overread/domain';
import { everyItem } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { DutyList } from './duty-list.js';

/** What somebody must still be told, the most urgent first. What is closed stays on its study's page. */
export function DutiesPage() {
  const [kind, setKind] = useState<string | null>(null);
  useRefreshed(['duties']);
  const duties = useQuery({
    queryKey: ['duties', 'list', kind],
    queryFn: () => everyItem(client.duties.list, { kind: kind ?? undefined }),
  });
  return (
    <Page
      title={text('duty.title')}
      lead={text('duty.lead')}
      actions={
        <Select
          aria-label={text('duty.kind')}
          placeholder={text('duty.everyKind')}
          clearable
          value={kind}
          onChange={setKind}
          data={DUTY_KINDS.map((value) => ({ value, label: label('duty', value) }))}
        />
      }
    >
      <QueryView
        query={duties}
        empty={{ when: (items) => items.length === 0, title: 'duty.none', text: 'duty.noneWhy' }}
      >
        {(items) => <DutyList duties={items} named />}
      </QueryView>
    </Page>
  );
}
