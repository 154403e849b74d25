import { Button, Group, Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { createContext, useContext, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { text } from '../texts/text.js';

export interface Shortcut {
  /** One key ("n"), a key after another ("g q") or a chord ("Ctrl+Enter"). */
  keys: string;
  label: string;
  run: () => void;
}

interface Shortcuts {
  add: (list: () => Shortcut[]) => () => void;
  openHelp: () => void;
}
const ShortcutContext = createContext<Shortcuts | null>(null);
const SEQUENCE_MS = 1200;
const OVER_THE_PAGE = '[role="dialog"], [role="listbox"], [role="menu"]';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

function pressed(event: KeyboardEvent): string {
  const chord = event.ctrlKey || event.metaKey ? 'Ctrl+' : event.altKey ? 'Alt+' : '';
  return `${chord}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

/** Keys of the page: single keys can be switched off (WCAG 2.1.4) and rest while somebody types or a dialog is open. */
function useKeys(all: () => Shortcut[], singleKeys: boolean): void {
  const first = useRef({ key: '', at: 0 });
  const current = useRef({ all, singleKeys });
  current.current = { all, singleKeys };
  // Before the page is painted: who sees a button may press its key.
  useLayoutEffect(() => {
    // A dialog hears Escape first and is gone when it comes here: whether one was open is looked up before all others.
    let inDialog = false;
    const onBefore = (): void => {
      inDialog = [...document.querySelectorAll(OVER_THE_PAGE)].some((part) => part.checkVisibility());
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      const key = pressed(event);
      const chord = key.includes('+') && key.length > 1;
      if (inDialog) return;
      if (!chord && (typing(event.target) || !current.current.singleKeys)) return;
      const sequence = Date.now() - first.current.at < SEQUENCE_MS ? `${first.current.key} ${key}` : '';
      first.current = { key, at: Date.now() };
      const list = current.current.all();
      const found = list.find((one) => one.keys === sequence) ?? list.find((one) => one.keys === key);
      if (!found) return;
      event.preventDefault();
      first.current = { key: '', at: 0 };
      found.run();
    };
    window.addEventListener('keydown', onBefore, { capture: true });
    document.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onBefore, { capture: true });
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

export function Keys({ keys }: { keys: string }) {
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {keys.split(/[ +]/).map((key, index) => (
        <Kbd key={`${key}${index}`} size="xs">
          {key.length === 1 ? key.toUpperCase() : key}
        </Kbd>
      ))}
    </Group>
  );
}

interface Help {
  opened: boolean;
  close: () => void;
  list: Shortcut[];
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
}

function ShortcutHelp({ opened, close, list, singleKeys, setSingleKeys }: Help) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={text('shortcuts.title')}
      closeButtonProps={{ 'aria-label': text('close') }}
    >
      <Stack>
        <Table>
          <Table.Tbody>
            {list.map((shortcut) => (
              <Table.Tr key={shortcut.keys}>
                <Table.Td w={120}>
                  <Keys keys={shortcut.keys} />
                </Table.Td>
                <Table.Td>{shortcut.label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          label={text('shortcuts.single')}
          description={text('shortcuts.singleWhy')}
        />
        <Text size="sm" c="dimmed">
          {text('shortcuts.lists')}
        </Text>
        <Button onClick={close}>{text('close')}</Button>
      </Stack>
    </Modal>
  );
}

export function ShortcutProvider({ children }: { children: ReactNode }) {
  const sources = useRef(new Set<() => Shortcut[]>());
  const [help, setHelp] = useState<Shortcut[] | null>(null);
  const [singleKeys, setSingleKeys] = useLocalStorage({ key: 'overread-single-keys', defaultValue: true });
  const own: Shortcut = { keys: '?', label: text('shortcuts.help'), run: () => setHelp(all()) };
  // The latest to come goes first: a page's key wins over the shell's.
  const all = (): Shortcut[] => [...[...sources.current].toReversed().flatMap((source) => source()), own];
  useKeys(all, singleKeys);
  const latest = useRef(all);
  latest.current = all;
  const value = useMemo<Shortcuts>(
    () => ({
      add: (source) => {
        sources.current.add(source);
        return () => void sources.current.delete(source);
      },
      openHelp: () => setHelp(latest.current()),
    }),
    [],
  );
  return (
    <ShortcutContext value={value}>
      {children}
      <ShortcutHelp
        opened={help !== null}
        close={() => setHelp(null)}
        list={help ?? []}
        singleKeys={singleKeys}
        setSingleKeys={setSingleKeys}
      />
    </ShortcutContext>
  );
}

/** Keys that work while the component is there. */
export function useShortcuts(list: Shortcut[]): void {
  const context = useContext(ShortcutContext);
  const latest = useRef(list);
  latest.current = list;
  useLayoutEffect(() => context?.add(() => latest.current), [context]);
}

export const useShortcutHelp = (): (() => void) => useContext(ShortcutContext)?.openHelp ?? (() => undefined);
