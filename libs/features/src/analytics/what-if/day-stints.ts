import { asId, stintOfShift, type ReadingSession, type RosterShift, type WhatIfStint } from '@overread/domain';
import type { NewWhatIf } from '@overread/wire';
import type { DirectorySnapshot } from '../../network/index.js';

/** Sessions as they were, by people as they are in the directory now. */
export const stintsOfSessions = ({ readers }: DirectorySnapshot, sessions: readonly ReadingSession[]): WhatIfStint[] =>
  sessions.flatMap((session) => {
    const reader = readers.get(session.readerId);
    return reader ? [{ reader, session }] : [];
  });

/** Rostered work as the sessions it would be; nobody is called in. */
export const stintsOfShifts = ({ readers }: DirectorySnapshot, shifts: readonly RosterShift[]): WhatIfStint[] =>
  shifts.flatMap((shift) => {
    const reader = readers.get(shift.readerId);
    return reader && shift.kind !== 'on-call' ? [stintOfShift(reader, shift)] : [];
  });

/** Without whoever shall not be there, and with the shifts that shall be tried. */
export function stintsTried(
  network: DirectorySnapshot,
  { withoutReaders, shifts }: NewWhatIf['change'],
  stints: readonly WhatIfStint[],
): WhatIfStint[] {
  const stay = stints.filter(({ reader }) => !withoutReaders.includes(reader.reader.id));
  const more = shifts.flatMap(({ readerId, readingGroupId, startsAt, endsAt }, index) => {
    const reader = network.readers.get(asId(readerId));
    if (!reader) return [];
    const hours = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    return [stintOfShift(reader, { id: asId(`tried-${index}`), readingGroupId: asId(readingGroupId), ...hours })];
  });
  return [...stay, ...more];
}
