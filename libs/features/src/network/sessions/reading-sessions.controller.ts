import { Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal, ReadingSession } from '@overread/domain';
import { Answers, CurrentPrincipal, IdParam, Repeatable, ZodBody, type RepeatableRequest } from '@overread/platform';
import { newReadingSession, readingSession } from '@overread/wire';
import type { Response } from 'express';
import { ReadingSessionsService, type NewReadingSession } from './reading-sessions.service.js';

@ApiTags('reading-sessions')
@Controller('reading-sessions')
export class ReadingSessionsController {
  constructor(private readonly sessions: ReadingSessionsService) {}

  @Answers(readingSession, 201)
  @Post()
  async start(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newReadingSession) body: NewReadingSession,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<object> {
    return shown((await this.sessions.start(principal, body, repeatable)).body);
  }

  /** 204 when not signed on. */
  @Answers(readingSession)
  @Get('current')
  async current(
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    const session = await this.sessions.current(principal);
    if (session) return shown(session);
    response.status(204);
    return undefined;
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<void> {
    await this.sessions.end(principal, id);
  }
}

/** The public shape: a session that is answered is open. */
function shown(session: ReadingSession): object {
  const { id, readerId, readingGroupId, country, subdivision, zone, mode, startedAt, until } = session;
  return { id, readerId, readingGroupId, country, subdivision, zone, mode, startedAt, until };
}
