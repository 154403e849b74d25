import { Stack } from '@mantine/core';
import type { Duty } from '@overread/wire';
import { useState } from 'react';
import type { DutyAct } from './duty-actions.js';
import { DutyCard } from './duty-card.js';
import { DutyDialog } from './duty-dialogs.js';

/** Duties with their forms. */
export function DutyList({ duties, named = false }: { duties: readonly Duty[]; named?: boolean }) {
  const [asked, setAsked] = useState<{ id: string; act: DutyAct } | null>(null);
  const duty = duties.find(({ id }) => id === asked?.id);
  return (
    <Stack gap="sm">
      {duties.map((each) => (
        <DutyCard key={each.id} duty={each} named={named} onAct={(act) => setAsked({ id: each.id, act })} />
      ))}
      {asked && duty && <DutyDialog act={asked.act} duty={duty} onClose={() => setAsked(null)} />}
    </Stack>
  );
}
