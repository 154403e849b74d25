import { demand, type Principal } from '@overread/domain';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, scopeOf, ZodBody } from '@overread/platform';
import { demoDay, demoDayState, newDemoDay } from '@overread/wire';
import type { z } from 'zod';
import { DemoDays } from './demo-days.service.js';

@ApiTags('demonstration')
@Controller('demo-day')
export class DemoDayController {
  constructor(
    private readonly days: DemoDays,
    private readonly database: Database,
  ) {}

  @Get()
  @Answers(demoDayState)
  @ApiOperation({ summary: 'The simulated day that is running; only in evaluation mode are there any' })
  state(@CurrentPrincipal() principal: Principal) {
    demand(principal, 'run-demo-day');
    return this.days.state;
  }

  @Post()
  @HttpCode(200)
  @Answers(demoDay)
  @ApiOperation({ summary: 'Start a simulated hospital day: studies come, readers sign on and read them' })
  async start(@CurrentPrincipal() principal: Principal, @ZodBody(newDemoDay) body: z.infer<typeof newDemoDay>) {
    demand(principal, 'run-demo-day');
    const now = await this.database.transaction(scopeOf(principal), (tx) => tx.now());
    return this.days.start(body, now);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'End it: its readers sign off, what they held goes back to the queue' })
  async stop(@CurrentPrincipal() principal: Principal): Promise<void> {
    demand(principal, 'run-demo-day');
    await this.days.stop();
  }
}
