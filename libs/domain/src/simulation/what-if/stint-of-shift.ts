import { asId } from '../../core/ids.js';
import type { ReaderFacts } from '../../eligibility/facts.js';
import type { RosterShift } from '../../network/network.js';
import type { WhatIfStint } from './what-if-day.js';

/** A rostered shift as the session it would be: the reader at home, offered work. Its own limits to facilities are not kept. */
export function stintOfShift(
  reader: Pick<ReaderFacts, 'reader' | 'licences' | 'privileges'>,
  shift: Pick<RosterShift, 'id' | 'readingGroupId' | 'startsAt' | 'endsAt'>,
): WhatIfStint {
  const { country, subdivision, zone } = reader.reader.homePlace;
  return {
    reader,
    session: {
      id: asId(`shift-${shift.id}`),
      readerId: reader.reader.id,
      readingGroupId: shift.readingGroupId,
      country,
      subdivision,
      zone,
      mode: 'push',
      startedAt: shift.startsAt,
      until: shift.endsAt,
      endedAt: null,
      completedReads: 0,
      version: 1,
    },
  };
}
