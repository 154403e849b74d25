import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of an explanation, under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
