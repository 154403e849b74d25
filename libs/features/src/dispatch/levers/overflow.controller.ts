import { asId, demand, DomainError, type Principal, type ReadId, type ReadingGroupId } from '@overread/domain';
import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, ZodBody, ZodQuery } from '@overread/platform';
import {
  acceptOverflowBody,
  answeredOverflow,
  declineOverflowBody,
  overflowOffer,
  overflowQuery,
  type AnsweredOverflow,
  type OverflowOffer,
} from '@overread/wire';
import type { z } from 'zod';
import { OverflowService, type OverflowAsked } from './overflow.service.js';

/** Overflow lists of other groups, as a group's lead sees and answers them. */
@ApiTags('queues')
@Controller('queues/overflow')
export class OverflowController {
  constructor(private readonly overflow: OverflowService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Answers(overflowOffer)
  @ApiOperation({ summary: 'What overflow lists offer to a group now: counts, the oldest, the risk, the next of it' })
  look(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(overflowQuery) { readingGroup }: z.infer<typeof overflowQuery>,
  ): Promise<OverflowOffer> {
    demand(principal, 'view-queue');
    return this.overflow.onOffer(principal, groupOf(principal, readingGroup));
  }

  @Post('accept')
  @HttpCode(200)
  @Answers(answeredOverflow)
  @ApiOperation({
    summary: 'Take reads of overflow lists for the group: its readers get them whatever is on their own lists',
    description:
      'By name, or the next `limit` in the order of work. Until they are read or `minutes` have passed. What has gone ' +
      'meanwhile, and what no reader of the group may read by the hard rules, is said in `gone`; the rest is taken.',
  })
  accept(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(acceptOverflowBody) { minutes, reason, ...asked }: z.infer<typeof acceptOverflowBody>,
  ): Promise<AnsweredOverflow> {
    demand(principal, 'answer-overflow');
    return this.overflow.accept(principal, askedOf(principal, asked), { minutes, reason });
  }

  @Post('decline')
  @HttpCode(200)
  @Answers(answeredOverflow)
  @ApiOperation({
    summary: 'Turn reads of overflow lists down, or give back what was accepted; whose own they are is told',
    description:
      'Critical and late reads, and what no other group has, stay open to the group: they are said in `gone`.',
  })
  decline(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(declineOverflowBody) { reason, ...asked }: z.infer<typeof declineOverflowBody>,
  ): Promise<AnsweredOverflow> {
    demand(principal, 'answer-overflow');
    return this.overflow.decline(principal, askedOf(principal, asked), reason);
  }
}

function askedOf(
  principal: Principal,
  { readingGroup, readIds, ...rest }: Omit<z.infer<typeof declineOverflowBody>, 'reason'>,
): OverflowAsked {
  const ids = readIds?.map((id) => asId<ReadId>(id.toLowerCase())) ?? null;
  return { ...rest, readIds: ids, readingGroupId: groupOf(principal, readingGroup) };
}

/** A manager's own when none is named; who sees all groups names one. */
function groupOf(principal: Principal, readingGroup: string | undefined): ReadingGroupId {
  const own = principal.role === 'group-manager' ? principal.organizationIds[0] : undefined;
  const named = readingGroup?.toLowerCase() ?? own;
  if (named !== undefined) return asId<ReadingGroupId>(named);
  const errors = [{ path: 'readingGroup', code: 'required', message: 'name the group whose overflow is meant' }];
  throw new DomainError('invalid', 'request/invalid', 'the request breaks a rule', { errors });
}
