import { Button, Menu } from '@mantine/core';
import type { Action } from '@overread/domain';
import type { Study } from '@overread/wire';
import { IconChevronDown } from '@tabler/icons-react';
import { useState, type ComponentType } from 'react';
import { useMay } from '../session/may.js';
import { text, type TextKey } from '../texts/text.js';
import { CancelDialog, ReopenDialog } from './cancel-dialogs.js';
import { ChangePriorityDialog } from './change-priority-dialog.js';
import type { CorrectionProps } from './correction-dialog.js';
import { HoldDialog, ResumeDialog } from './hold-dialog.js';
import { IdentityDialog, PatientsDialog } from './identity-dialogs.js';
import { LinkDialog, MergeDialog, SplitDialog } from './several-dialogs.js';

interface Entry {
  title: TextKey;
  action: Action;
  dialog: ComponentType<CorrectionProps>;
  /** Where it has a meaning; the server has the last word. */
  when: (study: Study) => boolean;
}

const isOpen = ({ state }: Study): boolean => !['final', 'cancelled', 'retracted'].includes(state);
const hasNoResult = ({ state }: Study): boolean => state !== 'preliminary' && state !== 'final';
const isOwn = ({ linkedTo, mergedInto }: Study): boolean => linkedTo === null && mergedInto === null;
const isUnread = (study: Study): boolean => isOwn(study) && isOpen(study) && hasNoResult(study);

const ENTRIES: readonly Entry[] = [
  { title: 'hold.menu', action: 'hold-study', dialog: HoldDialog, when: (study) => isOwn(study) && isOpen(study) },
  {
    title: 'resume.menu',
    action: 'hold-study',
    dialog: ResumeDialog,
    when: (study) => isOwn(study) && study.hold !== null,
  },
  {
    title: 'changePriority.menu',
    action: 'raise-priority',
    dialog: ChangePriorityDialog,
    when: (study) => isOwn(study) && isOpen(study),
  },
  { title: 'link.menu', action: 'change-study', dialog: LinkDialog, when: isUnread },
  {
    title: 'split.menu',
    action: 'change-study',
    dialog: SplitDialog,
    when: (study) => study.linkedTo !== null || isUnread(study),
  },
  {
    title: 'merge.menu',
    action: 'change-study',
    dialog: MergeDialog,
    when: (study) => isOwn(study) && study.state !== 'cancelled',
  },
  { title: 'identity.menu', action: 'change-study', dialog: IdentityDialog, when: isOwn },
  { title: 'patients.menu', action: 'merge-patients', dialog: PatientsDialog, when: isOwn },
  {
    title: 'stop.menu',
    action: 'change-study',
    dialog: CancelDialog,
    when: (study) => isOwn(study) && hasNoResult(study) && study.state !== 'cancelled',
  },
  {
    title: 'reopen.menu',
    action: 'change-study',
    dialog: ReopenDialog,
    when: (study) => isOwn(study) && study.state === 'cancelled',
  },
];

/** What may be corrected on a study, by whoever may; nothing at all for the others. */
export function CorrectMenu({ study }: { study: Study }) {
  const may = useMay();
  const [asked, setAsked] = useState<TextKey | null>(null);
  const entries = ENTRIES.filter(({ action, when }) => may(action) && when(study));
  const Dialog = ENTRIES.find(({ title }) => title === asked)?.dialog;
  if (entries.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="xs" rightSection={<IconChevronDown aria-hidden size={14} />}>
            {text('correct.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {entries.map(({ title }) => (
            <Menu.Item key={title} onClick={() => setAsked(title)}>
              {text(title)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {Dialog && <Dialog study={study} onClose={() => setAsked(null)} />}
    </>
  );
}
