import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Reader } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { Clocks } from '../studies/clocks.js';
import { text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { LateEntryDialog, type OutsideRead } from './late-entry-dialog.js';

/** What the clocks became by the true time. */
function Entered({ studyId, onClose }: { studyId: string; onClose: () => void }) {
  const study = useQuery({ queryKey: ['study', studyId], queryFn: () => client.studies.get(studyId) });
  return (
    <Modal
      opened
      onClose={onClose}
      title={text('lateEntry.clocks')}
      size="lg"
      closeButtonProps={{ 'aria-label': text('close') }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {text('lateEntry.clocksWhy')}
        </Text>
        <QueryView query={study}>{(shown) => <Clocks study={shown} />}</QueryView>
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            {text('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface FlowProps {
  studyId: string;
  reads: readonly OutsideRead[];
  reader: Reader;
  zone: string;
  onClose: () => void;
}

/** The entry, then what came of it. */
export function EntryFlow({ onClose, ...asked }: FlowProps) {
  const [entered, setEntered] = useState(false);
  if (entered) return <Entered studyId={asked.studyId} onClose={onClose} />;
  return <LateEntryDialog {...asked} onClose={onClose} onEntered={() => setEntered(true)} />;
}
