import {
  agreeToMove,
  callIn,
  demand,
  DomainError,
  endMove,
  may,
  proposeMove,
  type DomainEvent,
  type EventType,
  type Principal,
  type ReaderId,
  type ReadingGroup,
  type RosterMove,
  type RosterMoveId,
  type RosterShift,
  type RosterShiftId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  all,
  Database,
  newId,
  one,
  scopeOf,
  withIdempotency,
  type Answer,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import { NetworkDirectory } from '../directory/network-directory.js';
import { loadReaderFacts } from '../directory/reader-facts.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { RosterMoveEntity } from '../entities/roster-move.entity.js';
import { RosterShiftEntity } from '../entities/roster-shift.entity.js';
import { saveShifts, type RosterKey } from './roster-days.js';
import { shiftOfDay, shiftsById, takersOf } from './shift-takers.js';

export interface MoveOrder {
  shiftId: RosterShiftId;
  /** Of a swap, the shift that is given for it; of a cover, who takes it. */
  for: { otherShiftId: RosterShiftId } | { toReaderId: ReaderId };
  reason: string;
}

/** A move with its shifts as they stand. */
export interface MoveWithShifts extends RosterMove {
  shift: RosterShift | null;
  otherShift: RosterShift | null;
}

/** Swaps, cover and call-ins: shifts change hands with the yes of whoever they concern. */
@Injectable()
export class RosterMovesService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  propose(
    principal: Principal,
    key: RosterKey,
    order: MoveOrder,
    repeatable: RepeatableRequest | null,
  ): Promise<Answer<RosterMove>> {
    const { readingGroupId } = key;
    demand(principal, 'move-shift', { readingGroupIds: [readingGroupId] });
    return this.database.transaction(scopeOf(principal), (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const group = await lockedGroup(tx, readingGroupId);
        const shift = await shiftOfDay(tx, order.shiftId, key, group.zone);
        const other = 'otherShiftId' in order.for ? await shiftOfDay(tx, order.for.otherShiftId, key) : null;
        const toReaderId = 'toReaderId' in order.for ? order.for.toReaderId : (other?.readerId ?? shift.readerId);
        const warnings = [
          ...(await this.warningsOf(tx, shift, toReaderId, other)),
          ...(other ? await this.warningsOf(tx, other, shift.readerId, shift) : []),
        ];
        const move = proposeMove(
          {
            id: newId<RosterMoveId>(),
            kind: other ? 'swap' : 'cover',
            shift,
            other,
            toReaderId,
            byReaderId: principal.readerId,
            by: principal.id,
            reason: order.reason,
            warnings,
          },
          await tx.now(),
        );
        await tx.put(RosterMoveEntity, move, [moveEvent('roster.move-proposed', move)]);
        return { status: 201, body: move };
      }),
    );
  }

  /** Who is on call works from now on; who leads the group calls them in. */
  async callIn(
    principal: Principal,
    key: RosterKey,
    { shiftId, reason }: Pick<MoveOrder, 'shiftId' | 'reason'>,
    repeatable: RepeatableRequest | null,
  ): Promise<Answer<RosterMove>> {
    const { readingGroupId } = key;
    demand(principal, 'edit-rosters', { readingGroupIds: [readingGroupId] });
    let told: DomainEvent[] = [];
    const answer = await this.database.transaction(scopeOf(principal), (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const group = await lockedGroup(tx, readingGroupId);
        const shift = await shiftOfDay(tx, shiftId, key, group.zone);
        const { shifts } = await loadReaderFacts(tx, shift.readerId);
        const warnings = await this.warningsOf(tx, shift, shift.readerId, shift);
        const ids = { id: newId<RosterMoveId>(), workId: newId<RosterShiftId>() };
        const { move, work } = callIn({ ...ids, shift, by: principal.id, reason, warnings }, shifts, await tx.now());
        await tx.put(RosterMoveEntity, move, [moveEvent('roster.called-in', move)]);
        const moved = { shifts: [work], readers: [shift.readerId], actor: principal.id };
        told = await saveShifts(tx, group.of, moved);
        return { status: 201, body: move };
      }),
    );
    await this.directory.refresh(told);
    return answer;
  }

  /** One of those who are asked says yes; with the last yes the shifts change hands. */
  async agree(principal: Principal, id: RosterMoveId): Promise<RosterMove> {
    const by = principal.readerId;
    if (by === null) throw new DomainError('forbidden', 'roster/not-asked', 'Only a reader agrees to their own shift');
    const { move, told } = await this.database.transaction(scopeOf(principal), async (tx) => {
      const found = await this.found(tx, principal, id);
      const group = await lockedGroup(tx, found.readingGroupId);
      const shiftIds = [found.shiftId, ...(found.otherShiftId ? [found.otherShiftId] : [])];
      const targets = { move: one(RosterMoveEntity, { id }), shifts: all(RosterShiftEntity, { id: shiftIds }) };
      const agreed = await tx.change(targets, (rows, now) => {
        const { move, shifts } = agreeToMove(rows.move, { by, shifts: rows.shifts }, now);
        if (move === rows.move) return { result: { move, shifts } };
        const type = move.state === 'done' ? 'roster.moved' : 'roster.move-agreed';
        return { next: { move }, events: [moveEvent(type, move)], result: { move, shifts } };
      });
      const readers = [found.fromReaderId, found.toReaderId];
      const moved = { shifts: agreed.shifts, readers, actor: principal.id };
      return { move: agreed.move, told: await saveShifts(tx, group.of, moved) };
    });
    await this.directory.refresh(told);
    return move;
  }

  /** Who is asked says no; who proposed it, or leads the group, takes it back. */
  end(principal: Principal, id: RosterMoveId, state: 'declined' | 'withdrawn'): Promise<RosterMove> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      await this.found(tx, principal, id);
      return tx.change({ move: one(RosterMoveEntity, { id }) }, ({ move }, now) => {
        const asked = principal.readerId !== null && move.awaiting.includes(principal.readerId);
        const leads = may(principal, 'edit-rosters', { readingGroupIds: [move.readingGroupId] }) === 'allowed';
        const mayEnd =
          state === 'declined' ? asked || move.state !== 'proposed' : leads || move.proposedBy === principal.id;
        if (!mayEnd) throw new DomainError('forbidden', 'roster/not-asked', 'It is not yours to end');
        const next = endMove(move, state, now);
        return { next: { move: next }, events: [moveEvent(`roster.move-${state}`, next)], result: next };
      });
    });
  }

  /** Of a group, the latest first; a reader sees the moves that concern them. */
  list(
    principal: Principal,
    { readingGroup, after, limit }: { readingGroup: string; after?: string | undefined; limit: number },
  ): Promise<MoveWithShifts[]> {
    demand(principal, 'view-rosters', { readingGroupIds: [readingGroup as RosterMove['readingGroupId']] });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const rows = await tx.read<{ id: RosterMoveId }>(
        `select id from roster_move where reading_group_id = $1 and ($2::uuid is null or id < $2)
           and ($3::uuid is null or $3 in (from_reader_id, to_reader_id)) order by id desc limit $4`,
        [readingGroup, after ?? null, principal.readerId, limit],
      );
      const targets = { moves: all(RosterMoveEntity, { id: rows.map(({ id }) => id) }, { lock: 'none' }) };
      const moves = await tx.change(targets, (loaded) => ({ result: loaded.moves }));
      const ids = moves.flatMap(({ shiftId, otherShiftId }) => (otherShiftId ? [shiftId, otherShiftId] : [shiftId]));
      const shifts = new Map((await shiftsById(tx, ids)).map((shift) => [shift.id, shift]));
      return moves
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .map((move) => ({
          ...move,
          shift: shifts.get(move.shiftId) ?? null,
          otherShift: (move.otherShiftId && shifts.get(move.otherShiftId)) || null,
        }));
    });
  }

  /** The move as the principal may see it: their group's, and of a reader only their own. */
  private async found(tx: Tx, principal: Principal, id: RosterMoveId): Promise<RosterMove> {
    const move = await tx.change({ move: one(RosterMoveEntity, { id }, { lock: 'none' }) }, (rows) => ({
      result: rows.move,
    }));
    demand(principal, 'move-shift', { readingGroupIds: [move.readingGroupId] });
    const theirs = principal.readerId === null || [move.fromReaderId, move.toReaderId].includes(principal.readerId);
    if (!theirs) throw new DomainError('not-found', 'access/not-found', 'There is no such thing here');
    return move;
  }

  /** What a reader lacks for a shift they would get, whatever they give for it; refuses who does not read for the group. */
  private async warningsOf(tx: Tx, shift: RosterShift, to: ReaderId, given: RosterShift | null): Promise<string[]> {
    const [taker] = await takersOf(tx, shift, [to], given);
    if (!taker) throw new DomainError('not-found', 'reader/not-found', 'no such reader');
    if (!taker.ofGroup) {
      const message = 'does not read for this group';
      const errors = [{ path: 'toReaderId', code: 'not-in-group', message }];
      throw new DomainError('invalid', 'roster/not-in-group', `The reader ${message}`, { errors });
    }
    return taker.warnings;
  }
}

/** The group, so that one move follows the other. */
async function lockedGroup(tx: Tx, id: ReadingGroup['id']) {
  const { zone } = await tx.change({ group: one(ReadingGroupEntity, { id }) }, ({ group }) => ({ result: group }));
  return { zone, of: { readingGroupId: id, zone } };
}

function moveEvent(type: EventType, move: RosterMove): DomainEvent {
  const { id, kind, state, shiftId, otherShiftId, fromReaderId, toReaderId, reason } = move;
  return {
    type,
    healthSystemId: null,
    studyId: null,
    readId: null,
    readingGroupIds: [move.readingGroupId],
    readerIds: [...new Set([fromReaderId, toReaderId])],
    version: move.version,
    data: { moveId: id, kind, state, shiftId, otherShiftId, fromReaderId, toReaderId, reason },
  };
}
