import { Button, Group } from '@mantine/core';
import type { Read, Study } from '@overread/wire';
import { IconClockEdit } from '@tabler/icons-react';
import { useState } from 'react';
import { useFacilities } from '../network/directory.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { useOwnReader } from '../worklist/use-reader.js';
import { EntryFlow } from './entry-flow.js';

/** Reads that their reader may have made outside: nobody else's, not done, and no blind opinion. */
const enterable = ({ state, reader, issues, purpose }: Read, readerId: string): boolean =>
  ['queued', 'assigned', 'in-progress'].includes(state) &&
  (reader === null || reader.id === readerId) &&
  issues !== 'opinion' &&
  purpose !== 'addendum';

/** A reader enters what they read while the system was down or out of reach. */
export function EnterLate({ study }: { study: Study }) {
  const [asked, setAsked] = useState<readonly Read[]>([]);
  const { readerId = '' } = useUser();
  const signs = useMay()('sign');
  const reader = useOwnReader().data;
  const zone = useFacilities(signs).data?.find(({ code }) => code === study.facility)?.zone;
  const reads = study.reads.filter((read) => enterable(read, readerId));
  if (!signs || reader === undefined || zone === undefined) return null;
  return (
    <>
      {reads.length > 0 && (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconClockEdit aria-hidden size={16} />}
            onClick={() => setAsked(reads)}
          >
            {text('lateEntry.title')}
          </Button>
        </Group>
      )}
      {asked.length > 0 && (
        <EntryFlow studyId={study.id} reads={asked} reader={reader} zone={zone} onClose={() => setAsked([])} />
      )}
    </>
  );
}
