import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { text } from '../texts/text.js';

/** To the record that says so, with its history. */
export const RecordLink = ({ id, number }: { id: string; number: number }) => (
  <Anchor component={Link} to={`/network?tab=jurisdictions&rule=${id}`} size="xs" underline="always">
    {text('jurisdictions.record', { number })}
  </Anchor>
);
