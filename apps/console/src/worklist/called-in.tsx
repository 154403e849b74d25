import { Alert } from '@mantine/core';
import { isCalledIn } from '@overread/domain';
import type { Reader } from '@overread/wire';
import { IconBellRinging } from '@tabler/icons-react';
import { useLiveEvents } from '../live/live.js';
import { text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { told } from '../ui/notify.js';

/** To who has been called in: at once with the reason, and until they sign on or the shift is over. */
export function CalledIn({ reader: { presence, shift } }: { reader: Reader }) {
  useLiveEvents({
    event: ({ type, data }) => {
      const { reason } = data;
      if (type === 'roster.called-in' && typeof reason === 'string') told(text('worklist.calledInNow', { reason }));
    },
  });
  if (presence !== null || !shift || !isCalledIn({ name: shift.name })) return null;
  return (
    <Alert
      className="warn"
      role="status"
      mb="md"
      icon={<IconBellRinging aria-hidden size={20} />}
      title={text('worklist.calledIn', { since: time(shift.startsAt), until: time(shift.endsAt) })}
    >
      {text('worklist.calledInWhat', { shift: shift.name })}
    </Alert>
  );
}
