import { Alert, Anchor, Text } from '@mantine/core';
import { IconCalendarExclamation } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMay } from '../session/may.js';
import { counted, text } from '../texts/text.js';
import { useWarnings } from './use-warnings.js';
import { nameOf, whenOf } from './warning-texts.js';

const SHOWN = 3;

/** On the overview while a warning waits to be seen: it goes when somebody has acknowledged them all. */
export function WarningsNotice() {
  const may = useMay();
  const { data } = useWarnings('unacknowledged', may('view-coverage'));
  const warnings = (data?.items ?? []).toSorted((a, b) => Number(a.level === 'one') - Number(b.level === 'one'));
  if (warnings.length === 0) return null;
  return (
    <Alert
      className={warnings.some(({ level }) => level === 'none') ? 'bad' : 'warn'}
      role="status"
      icon={<IconCalendarExclamation aria-hidden size={20} />}
      title={counted('warning.notice', warnings.length)}
      data-warnings={warnings.length}
    >
      {warnings.slice(0, SHOWN).map((warning) => (
        <Text key={warning.id} size="sm">
          {nameOf(warning)}, {whenOf(warning)}
        </Text>
      ))}
      <Anchor component={Link} to="/coverage" size="sm">
        {text('warning.all')}
      </Anchor>
    </Alert>
  );
}
