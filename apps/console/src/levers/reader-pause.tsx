import { Badge, Button } from '@mantine/core';
import type { Reader } from '@overread/wire';
import { useState } from 'react';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { lasting } from './group-controls.js';
import { PauseDialog } from './pause-dialog.js';

/** Whether new work is kept from a reader, and the way to change that. */
export function ReaderPause({ reader }: { reader: Reader }) {
  const may = useMay();
  const [asked, setAsked] = useState(false);
  const pause = lasting(reader.pause);
  if (!may('pause-reader')) return null;
  return (
    <>
      {pause && (
        <Badge color="orange" variant="light" radius="sm" tt="none" size="sm" title={pause.reason} mr="xs">
          {text('pause.reader', { time: pause.until ? time(pause.until) : '' })}
        </Badge>
      )}
      <Button size="compact-xs" variant="default" mt={4} mr={6} onClick={() => setAsked(true)}>
        {text(pause ? 'resume-reader.button' : 'pause-reader.button')}
      </Button>
      {asked && (
        <PauseDialog
          act={pause ? 'resume-reader' : 'pause-reader'}
          id={reader.id}
          name={reader.name}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
