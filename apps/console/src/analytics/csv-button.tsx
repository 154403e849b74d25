import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { text } from '../texts/text.js';

export function CsvButton({ csv }: { csv: { isPending: boolean; mutate: () => void } }) {
  return (
    <Button
      variant="default"
      leftSection={<IconDownload aria-hidden size={16} />}
      loading={csv.isPending}
      onClick={() => csv.mutate()}
    >
      {text('csv')}
    </Button>
  );
}
