import { demand, DomainError, localDate, type ClosureId, type Principal } from '@overread/domain';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  Database,
  IdParam,
  IfMatch,
  Repeatable,
  scopeOf,
  ZodBody,
  ZodQuery,
  type RepeatableRequest,
} from '@overread/platform';
import { calendarQuery, closure, listOf, newClosure, specialDay } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { CalendarBook } from './calendar-book.js';
import { ClosuresService } from './closures.service.js';

@ApiTags('calendar')
@Controller()
export class CalendarController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly book: CalendarBook,
    private readonly closures: ClosuresService,
  ) {}

  @Get('calendar')
  @Answers(listOf(specialDay))
  @ApiOperation({ summary: 'Public holidays of a facility’s place in a year, and its own closures, by day' })
  async year(@CurrentPrincipal() principal: Principal, @ZodQuery(calendarQuery) query: z.infer<typeof calendarQuery>) {
    demand(principal, 'view-network');
    const facility = this.directory.snapshot().facilityByCode.get(query.facility);
    if (!facility) throw new DomainError('not-found', 'facility/not-found', 'no such facility');
    demand(principal, 'view-network', { healthSystemId: facility.healthSystemId });
    const now = await this.database.transaction(scopeOf(principal), (tx) => tx.now());
    const year = query.year ?? Number(localDate(now, facility.zone).slice(0, 4));
    const { holidays, closures } = await this.book.yearOf(facility, year);
    const items = [
      ...[...holidays].map(([day, name]) => ({ day, kind: 'holiday' as const, name })),
      ...closures.map(({ firstDay, name }) => ({ day: firstDay, kind: 'closure' as const, name })),
    ];
    return { items: items.toSorted((a, b) => (a.day < b.day ? -1 : 1)), next: null };
  }

  @Get('closures')
  @Answers(listOf(closure))
  @ApiOperation({ summary: 'Own closures of health systems and facilities, that conditions on the calendar know of' })
  async list(@CurrentPrincipal() principal: Principal) {
    demand(principal, 'view-network');
    return { items: await this.closures.list(scopeOf(principal)), next: null };
  }

  @Post('closures')
  @Answers(closure, 201)
  @ApiOperation({ summary: 'Close a health system or a facility of it for some days' })
  create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newClosure) body: z.infer<typeof newClosure>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ) {
    demand(principal, 'edit-network');
    return this.closures.create(scopeOf(principal), body, repeatable);
  }

  @Delete('closures/:id')
  @HttpCode(200)
  @Answers(closure)
  @ApiOperation({ summary: 'Take a closure back; studies routed by it stay as they are' })
  retire(@CurrentPrincipal() principal: Principal, @IdParam('id') id: ClosureId, @IfMatch() accepted: number[] | null) {
    demand(principal, 'edit-network');
    return this.closures.retire(scopeOf(principal), id, accepted);
  }
}
