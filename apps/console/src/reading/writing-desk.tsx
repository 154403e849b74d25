import { Button, Group, Menu, Paper, Stack, Title } from '@mantine/core';
import type { ReadDetail } from '@overread/wire';
import { IconAlertOctagon, IconChevronDown, IconCornerUpLeft, IconPhone, IconSignature } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { CriticalDialog } from '../duties/critical-dialog.js';
import { ReleaseDialog } from '../queue/release-dialog.js';
import { Keys, useShortcuts } from '../shell/shortcuts.js';
import { text } from '../texts/text.js';
import { refused, told } from '../ui/notify.js';
import { ReportEditor } from './report-editor.js';
import { SignDialog, type SignKind } from './sign-dialog.js';
import { useDraft, type Draft } from './use-draft.js';
import { VerbalDialog } from './verbal-dialog.js';

type Asked = SignKind | 'verbal' | 'critical' | 'release' | null;

/** What the read may be signed as: its own kind first. */
export function kindsOf(read: ReadDetail): SignKind[] {
  // An adjudication is decided, not written; an opinion is handed in as it is and never added to.
  if (read.purpose === 'adjudication') return [];
  if (read.issues === 'opinion') return read.state === 'in-progress' ? ['opinion'] : [];
  if (read.purpose === 'addendum') return read.state === 'in-progress' ? ['addendum'] : [];
  if (read.state === 'completed') return ['addendum'];
  if (read.state !== 'in-progress') return [];
  return read.issues === 'preliminary' || read.issues === 'draft' ? ['preliminary'] : ['final', 'preliminary'];
}

interface Desk {
  read: ReadDetail;
  kinds: SignKind[];
  ask: (asked: Asked) => void;
}

function SignButtons({ kinds, ask }: Omit<Desk, 'read'>) {
  const [first, ...others] = kinds;
  if (!first) return null;
  return (
    <Group gap={2} wrap="nowrap">
      <Button
        leftSection={<IconSignature aria-hidden size={17} />}
        rightSection={<Keys keys="Ctrl+Enter" />}
        onClick={() => ask(first)}
      >
        {text(`sign.${first}`)}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button px="xs" aria-label={text('sign.otherKinds')}>
              <IconChevronDown aria-hidden size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((kind) => (
              <Menu.Item key={kind} onClick={() => ask(kind)}>
                {text(`sign.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

function Buttons({ read, kinds, ask }: Desk) {
  return (
    <Group justify="space-between">
      {read.state === 'in-progress' ? (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconPhone aria-hidden size={16} />}
            rightSection={<Keys keys="Alt+v" />}
            onClick={() => ask('verbal')}
          >
            {text('verbal.title')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconAlertOctagon aria-hidden size={16} />}
            rightSection={<Keys keys="Alt+c" />}
            onClick={() => ask('critical')}
          >
            {text('critical.title')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconCornerUpLeft aria-hidden size={16} />}
            onClick={() => ask('release')}
          >
            {text('release.title')}
          </Button>
        </Group>
      ) : (
        <span />
      )}
      <SignButtons kinds={kinds} ask={ask} />
    </Group>
  );
}

function incomplete({ report }: Draft): string | null {
  if (report.impression.trim() === '') return text('sign.impressionMissing');
  return report.conclusion === null ? text('sign.conclusionMissing') : null;
}

function Dialogs({ read, asked, draft, close }: { read: ReadDetail; asked: Asked; draft: Draft; close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const again = (): void => {
    void queries.invalidateQueries({ queryKey: ['read', read.id] });
    void queries.invalidateQueries({ queryKey: ['worklist'] });
  };
  if (asked === null) return null;
  if (asked === 'verbal') return <VerbalDialog read={read} onClose={close} onDone={again} />;
  if (asked === 'critical') return <CriticalDialog read={read} onClose={close} />;
  if (asked === 'release')
    return (
      <ReleaseDialog
        readId={read.id}
        version={read.version}
        onClose={close}
        onChanged={() => void navigate('/worklist')}
      />
    );
  const onSigned = (): void => {
    told(text(`sign.${asked}Done`));
    close();
    again();
    // What follows an opinion is the comparison, on the same page.
    if (asked !== 'opinion') void navigate('/worklist');
  };
  return <SignDialog read={read} kind={asked} report={draft.report} onClose={close} onSigned={onSigned} />;
}

/** Where the report is written and signed. */
export function WritingDesk({ read }: { read: ReadDetail }) {
  const kinds = kindsOf(read);
  const writable = kinds.length > 0;
  const draft = useDraft(read, read.state === 'in-progress');
  const [asked, setAsked] = useState<Asked>(null);
  const ask = (next: Asked): void => {
    const lacking = next === 'verbal' || next === 'critical' || next === 'release' ? null : incomplete(draft);
    if (lacking) refused(new Error(lacking));
    else setAsked(next);
  };
  useShortcuts([
    { keys: 'Ctrl+Enter', label: text('sign.open'), run: () => ask(kinds[0] ?? null) },
    { keys: 'Ctrl+s', label: text('draft.save'), run: () => void draft.save() },
    ...(read.state === 'in-progress'
      ? [
          { keys: 'Alt+v', label: text('verbal.title'), run: () => ask('verbal') },
          { keys: 'Alt+c', label: text('critical.title'), run: () => ask('critical') },
        ]
      : []),
  ]);
  if (!writable) return null;
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="section" aria-labelledby="desk">
      <Stack gap="md">
        <Title order={2} size="h5" id="desk">
          {text(read.state === 'completed' ? 'report.addendum' : 'report.write')}
        </Title>
        <ReportEditor draft={draft} disabled={false} />
        <Buttons read={read} kinds={kinds} ask={ask} />
        <Dialogs read={read} asked={asked} draft={draft} close={() => setAsked(null)} />
      </Stack>
    </Paper>
  );
}
