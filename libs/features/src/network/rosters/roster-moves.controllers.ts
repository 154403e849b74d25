import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  asId,
  type Principal,
  type ReaderId,
  type RosterMove,
  type RosterMoveId,
  type RosterShift,
  type RosterShiftId,
} from '@overread/domain';
import {
  Answers,
  CurrentPrincipal,
  IdParam,
  Repeatable,
  ZodBody,
  ZodQuery,
  type Page,
  type RepeatableRequest,
} from '@overread/platform';
import {
  callInBody,
  coverBody,
  listedMove,
  listOf,
  rosterMove,
  rosterMovesQuery,
  swapBody,
  type ListedMove,
  type RosterMoveBody,
} from '@overread/wire';
import type { z } from 'zod';
import { Asks, type Asked } from '../asked.js';
import { RosterMovesService, type MoveWithShifts } from './roster-moves.service.js';
import { rosterKeyOf } from './rosters.controller.js';

const shown = (move: RosterMove): RosterMoveBody => ({
  ...move,
  proposedAt: move.proposedAt instanceof Date ? move.proposedAt.toISOString() : move.proposedAt,
  decidedAt: move.decidedAt instanceof Date ? move.decidedAt.toISOString() : move.decidedAt,
});
const movedShift = (shift: RosterShift | null): ListedMove['shift'] =>
  shift && { name: shift.name, startsAt: shift.startsAt.toISOString(), endsAt: shift.endsAt.toISOString() };
const listed = ({ shift, otherShift, ...move }: MoveWithShifts): ListedMove => ({
  ...shown(move),
  shift: movedShift(shift),
  otherShift: movedShift(otherShift),
});
const shiftId = (id: string) => asId<RosterShiftId>(id.toLowerCase());

/** Shifts of one day change hands. */
@ApiTags('rosters')
@Controller('rosters/:readingGroup/:date')
export class ShiftMovesController {
  constructor(private readonly moves: RosterMovesService) {}

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @ApiParam({ name: 'date', format: 'date' })
  @Answers(rosterMove, 201)
  @ApiOperation({ summary: 'Propose to change a shift for another reader’s' })
  @Post('swaps')
  async swap(
    @Asks() { principal, path }: Asked,
    @ZodBody(swapBody) body: z.infer<typeof swapBody>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<RosterMoveBody> {
    const order = {
      shiftId: shiftId(body.shiftId),
      for: { otherShiftId: shiftId(body.otherShiftId) },
      reason: body.reason,
    };
    return shown((await this.moves.propose(principal, rosterKeyOf(path), order, repeatable)).body);
  }

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @ApiParam({ name: 'date', format: 'date' })
  @Answers(rosterMove, 201)
  @ApiOperation({ summary: 'Propose that another reader takes a shift over' })
  @Post('cover')
  async cover(
    @Asks() { principal, path }: Asked,
    @ZodBody(coverBody) body: z.infer<typeof coverBody>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<RosterMoveBody> {
    const order = {
      shiftId: shiftId(body.shiftId),
      for: { toReaderId: asId<ReaderId>(body.toReaderId.toLowerCase()) },
      reason: body.reason,
    };
    return shown((await this.moves.propose(principal, rosterKeyOf(path), order, repeatable)).body);
  }

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @ApiParam({ name: 'date', format: 'date' })
  @Answers(rosterMove, 201)
  @ApiOperation({ summary: 'Call in the reader who is on call: they work from now to the end of it' })
  @Post('call-in')
  async callIn(
    @Asks() { principal, path }: Asked,
    @ZodBody(callInBody) body: z.infer<typeof callInBody>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<RosterMoveBody> {
    const order = { shiftId: shiftId(body.shiftId), reason: body.reason };
    return shown((await this.moves.callIn(principal, rosterKeyOf(path), order, repeatable)).body);
  }
}

@ApiTags('rosters')
@Controller('roster-moves')
export class RosterMovesController {
  constructor(private readonly moves: RosterMovesService) {}

  @Get()
  @Answers(listOf(listedMove))
  @ApiOperation({ summary: 'Moves of a group’s shifts, the latest first; a reader’s are those that concern them' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(rosterMovesQuery) query: z.infer<typeof rosterMovesQuery>,
  ): Promise<Page<ListedMove>> {
    const moves = await this.moves.list(principal, { ...query, limit: query.limit + 1 });
    const items = moves.slice(0, query.limit).map(listed);
    return { items, next: moves.length > query.limit ? (items.at(-1)?.id ?? null) : null };
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Answers(rosterMove)
  @ApiOperation({ summary: 'Say yes; with the last yes the shifts change hands' })
  async accept(@CurrentPrincipal() principal: Principal, @IdParam('id') id: RosterMoveId): Promise<RosterMoveBody> {
    return shown(await this.moves.agree(principal, id));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Answers(rosterMove)
  @ApiOperation({ summary: 'Say no' })
  async decline(@CurrentPrincipal() principal: Principal, @IdParam('id') id: RosterMoveId): Promise<RosterMoveBody> {
    return shown(await this.moves.end(principal, id, 'declined'));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Answers(rosterMove)
  @ApiOperation({ summary: 'Take a proposal back' })
  async withdraw(@CurrentPrincipal() principal: Principal, @IdParam('id') id: RosterMoveId): Promise<RosterMoveBody> {
    return shown(await this.moves.end(principal, id, 'withdrawn'));
  }
}
