import { Select } from '@mantine/core';
import type { NetworkParameters } from '@overread/domain';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SaidDialog } from '../acts/said-dialog.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { time } from '../ui/format.js';

interface PutDialogProps {
  version: number;
  proposed: NetworkParameters;
  /** As a what-if run would have been asked, to find the one that tried them. */
  tried: unknown;
  onDone: () => void;
  onClose: () => void;
}

/** Finished runs that tried parameters, and the one that tried these. */
function useRuns(tried: unknown) {
  const runs = useQuery({ queryKey: ['what-if'], queryFn: () => client.whatIf.list() });
  const done = (runs.data?.items ?? []).filter(({ state, question }) => state === 'done' && question.change.params);
  const same = done.find(({ question }) => sameNumbers(question.change.params, tried));
  return { done, same: same?.id ?? null };
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([key, each]) => [key, sorted(each)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    : value;
const sameNumbers = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Asks why, and which run they were tried in. */
export function PutDialog({ version, proposed, tried, onDone, onClose }: PutDialogProps) {
  // The version that was looked at: whoever was faster is not overwritten.
  const [looked] = useState(version);
  const { done, same } = useRuns(tried);
  const [chosen, choose] = useState<string | null | undefined>(undefined);
  const whatIfId = chosen === undefined ? same : chosen;
  return (
    <SaidDialog
      title={text('parameters.put')}
      lead={text('parameters.putLead')}
      label={text('reason')}
      done={text('parameters.putDone')}
      errorTitle={text('parameters.refused')}
      shownBy={[['dispatch-parameters']]}
      send={async (reason) => {
        await client.parameters.put({ parameters: proposed, reason, whatIfId }, looked);
        onDone();
      }}
      onClose={onClose}
    >
      {done.length > 0 && (
        <Select
          label={text('parameters.whatIf')}
          placeholder={text('parameters.whatIfNone')}
          data={done.map(({ id, name, askedAt }) => ({
            value: id,
            label: text('parameters.run', { name: name || text('whatIf.run'), at: time(askedAt) }),
          }))}
          value={whatIfId}
          onChange={choose}
          clearable
          clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: text('parameters.whatIf') }), tabIndex: 0 }}
        />
      )}
    </SaidDialog>
  );
}
