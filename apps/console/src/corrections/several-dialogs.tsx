import { TextInput } from '@mantine/core';
import { LINK_REASONS, MERGE_REASONS, SPLIT_REASONS } from '@overread/domain';
import { useState } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { CorrectionDialog, type CorrectionProps } from './correction-dialog.js';
import { OtherStudy } from './other-study.js';

export function LinkDialog({ study, onClose }: CorrectionProps) {
  const [studyId, setStudyId] = useState<string | null>(null);
  return (
    <CorrectionDialog
      name="link"
      study={study}
      onClose={onClose}
      reasons={LINK_REASONS}
      disabled={studyId === null}
      correct={async (said) => (await client.studies.link(study.id, { ...said, studyId: studyId ?? '' }, study)).id}
    >
      <OtherStudy study={study} value={studyId} onChange={setStudyId} />
    </CorrectionDialog>
  );
}

export function MergeDialog({ study, onClose }: CorrectionProps) {
  const [studyId, setStudyId] = useState<string | null>(null);
  return (
    <CorrectionDialog
      name="merge"
      study={study}
      onClose={onClose}
      reasons={MERGE_REASONS}
      disabled={studyId === null}
      correct={async (said) => (await client.studies.merge(study.id, { ...said, studyId: studyId ?? '' }, study)).id}
    >
      <OtherStudy study={study} value={studyId} onChange={setStudyId} />
    </CorrectionDialog>
  );
}

const numbersOf = (list: string): string[] =>
  list
    .split(',')
    .map((number) => number.trim())
    .filter((number) => number !== '');

/** Of a linked study it undoes the link; of another it takes orders away. */
export function SplitDialog({ study, onClose }: CorrectionProps) {
  const [orders, setOrders] = useState('');
  const linked = study.linkedTo !== null;
  const accessionNumbers = linked ? null : numbersOf(orders);
  return (
    <CorrectionDialog
      name="split"
      study={study}
      onClose={onClose}
      reasons={SPLIT_REASONS}
      disabled={accessionNumbers?.length === 0}
      correct={async (said) => (await client.studies.split(study.id, { ...said, accessionNumbers }, study)).id}
    >
      {linked ? undefined : (
        <TextInput
          data-autofocus
          required
          label={text('split.orders')}
          description={text('split.ordersHow')}
          maxLength={1000}
          value={orders}
          onChange={(event) => setOrders(event.currentTarget.value)}
        />
      )}
    </CorrectionDialog>
  );
}
