import type { z } from 'zod';
import type { callInBody, coverBody, ListedMove, RosterMoveBody, swapBody } from '../dispatch/roster-moves.js';
import type { RosterWeek, ShiftTaker } from '../dispatch/roster-week.js';
import type { Creating, Page } from './calls.js';
import type { Query, Transport } from './client-transport.js';

export const rosters = (to: Transport) => {
  const propose =
    <Body>(kind: string) =>
    (group: string, date: string, body: Body, options: Creating = {}) =>
      to.json<RosterMoveBody>('POST', `/rosters/${group}/${date}/${kind}`, { body, ...options });
  const answer = (action: string) => (id: string) =>
    to.json<RosterMoveBody>('POST', `/roster-moves/${id}/${action}`, { body: {} });
  return {
    week: (group: string, query: { from?: string; days?: number } = {}) =>
      to.json<RosterWeek>('GET', `/rosters/${group}`, { query }),
    takers: (group: string, date: string, shift: string) =>
      to.json<Page<ShiftTaker>>('GET', `/rosters/${group}/${date}/shifts/${shift}/takers`),
    swap: propose<z.input<typeof swapBody>>('swaps'),
    cover: propose<z.input<typeof coverBody>>('cover'),
    callIn: propose<z.input<typeof callInBody>>('call-in'),
    moves: (query: Query & { readingGroup: string }) => to.json<Page<ListedMove>>('GET', '/roster-moves', { query }),
    accept: answer('accept'),
    decline: answer('decline'),
    withdraw: answer('withdraw'),
  };
};
