import { Alert, Button, Center, List, Loader, Stack, Text } from '@mantine/core';
import { ProblemError } from '@overread/wire';
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text, type TextKey } from '../texts/text.js';

/** Loading, empty and failed: what a part of a page shows while it has nothing else to show. */
export function Loading({ full = false }: { full?: boolean }) {
  return (
    <Center mih={full ? '100vh' : 160} role="status">
      <Stack align="center" gap="xs">
        <Loader size="sm" aria-hidden />
        <Text size="sm" c="dimmed">
          {text('loading')}
        </Text>
      </Stack>
    </Center>
  );
}

export function Empty({ title, children, icon }: { title: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <Center mih={180} p="md">
      <Stack align="center" gap={6} maw={440} ta="center">
        {icon ?? <IconInbox aria-hidden size={32} stroke={1.4} color="var(--mantine-color-dimmed)" />}
        <Text fw={600}>{title}</Text>
        {children && (
          <Text size="sm" c="dimmed" component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

/** The sentence for a person: the problem's own detail, or what failed on the way. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 0) return text('problem.noAnswer');
  return error.detail;
}

interface Problem {
  error: unknown;
  title?: string;
  retry?: () => void;
}

/** What the server refused, in its own words, with its code, and each field it names. */
export function ProblemAlert({ error, title, retry }: Problem) {
  const fields = error instanceof ProblemError ? error.errors : [];
  const code = error instanceof ProblemError && error.status !== 0 ? error.code : null;
  return (
    <Alert
      className="bad"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? text('problem.title')}
      data-code={code ?? undefined}
    >
      <Stack gap={6} align="flex-start">
        <Text size="sm">{sentenceOf(error)}</Text>
        {fields.length > 0 && (
          <List size="sm">
            {fields.map((field) => (
              <List.Item key={`${field.path} ${field.code}`}>
                <b>{field.path}</b>: {field.message}
              </List.Item>
            ))}
          </List>
        )}
        {code && (
          <Text size="xs" ff="monospace" c="dimmed">
            {code}
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {text('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

interface Query<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface Shown<T> {
  query: Query<T>;
  children: (data: T) => ReactNode;
  empty?: { when: (data: T) => boolean; title: TextKey; text?: TextKey };
}

/** One of loading, failed, empty or the content. */
export function QueryView<T>({ query, children, empty }: Shown<T>) {
  if (query.data === undefined)
    return query.error ? <ProblemAlert error={query.error} retry={() => void query.refetch()} /> : <Loading />;
  if (empty?.when(query.data))
    return <Empty title={text(empty.title)}>{empty.text === undefined ? null : text(empty.text)}</Empty>;
  return (
    <>
      {Boolean(query.error) && <ProblemAlert error={query.error} retry={() => void query.refetch()} />}
      {children(query.data)}
    </>
  );
}
