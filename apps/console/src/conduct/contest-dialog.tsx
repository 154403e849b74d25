import { Select } from '@mantine/core';
import { CONTEST_SUBJECTS, type ContestSubject } from '@overread/domain';
import { useMemo, useState } from 'react';
import { SaidDialog } from '../acts/said-dialog.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';

/** A reader says what is wrong with a figure of theirs. */
export function ContestDialog({ readerId, days, onClose }: { readerId: string; days: number; onClose: () => void }) {
  const [about, setAbout] = useState<string | null>(null);
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  return (
    <SaidDialog
      title={text('conduct.contest')}
      lead={text('conduct.contestWhy')}
      label={text('conduct.note')}
      done={text('conduct.contestDone')}
      errorTitle={text('conduct.refused')}
      shownBy={[['conduct']]}
      ready={about !== null}
      send={(note) =>
        client.conduct.contest(
          readerId,
          { about: (about ?? 'taken') as ContestSubject, note, days },
          { idempotencyKey: `${idempotencyKey}-${about}` },
        )
      }
      onClose={onClose}
    >
      <Select
        data-autofocus
        openOnFocus={false}
        withAsterisk
        allowDeselect={false}
        label={text('conduct.which')}
        data={CONTEST_SUBJECTS.map((each) => ({ value: each, label: label('contestSubject', each) }))}
        value={about}
        onChange={setAbout}
      />
    </SaidDialog>
  );
}
