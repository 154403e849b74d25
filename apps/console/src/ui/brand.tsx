import { Group, Text } from '@mantine/core';
import { IconScan } from '@tabler/icons-react';
import { text } from '../texts/text.js';

export function Brand() {
  return (
    <Group gap={8} wrap="nowrap">
      <IconScan aria-hidden size={22} color="var(--overread-accent)" />
      <Text fw={700} size="lg" style={{ letterSpacing: '0.01em' }}>
        {text('brand')}
      </Text>
    </Group>
  );
}
