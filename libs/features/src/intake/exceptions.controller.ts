import { demand, DomainError, type Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  cursorOf,
  Database,
  IdParam,
  IfMatch,
  one,
  requireVersion,
  scopeOf,
  valuesOfCursor,
  ZodBody,
  ZodQuery,
  Answers,
} from '@overread/platform';
import { intakeExceptionsQuery, resolveException, listOf, intakeException } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../network/index.js';
import { IntakeExceptionEntity } from './intake-exception.entity.js';

const STATES = { open: 'resolved_at is null', resolved: 'resolved_at is not null', all: 'true' } as const;

@ApiTags('intake')
@Controller('intake/exceptions')
export class ExceptionsController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  @Get()
  @Answers(listOf(intakeException))
  @ApiOperation({ summary: 'What the doors refused or held, and why; newest first' })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(intakeExceptionsQuery) { state, after, limit }: z.infer<typeof intakeExceptionsQuery>,
  ) {
    demand(principal, 'view-intake-exceptions');
    const [at, id] = after ? valuesOfCursor(after, 2) : [null, null];
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const rows = await tx.read<IntakeExceptionEntity>(
        `select id, health_system_id as "healthSystemId", facility_id as "facilityId", study_id as "studyId", door, code,
           reason, facts, at, resolved_at as "resolvedAt", resolved_by as "resolvedBy", resolution, version
         from intake_exception where ${STATES[state]} and ($1::timestamptz is null or (at, id) < ($1, $2))
         order by at desc, id desc limit $3`,
        [at, id, limit + 1],
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => this.toWire(row)),
        next: rows.length > limit && last ? cursorOf([last.at.toISOString(), last.id]) : null,
      };
    });
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Answers(intakeException)
  @ApiOperation({ summary: 'Say how an exception was resolved' })
  async resolve(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: string,
    @ZodBody(resolveException) { resolution }: z.infer<typeof resolveException>,
    @IfMatch() versions: number[] | null,
  ) {
    const row = await this.database.transaction(scopeOf(principal), (tx) =>
      tx.change({ exception: one(IntakeExceptionEntity, { id }) }, ({ exception }, now) => {
        const { healthSystemId, facilityId } = exception;
        demand(principal, 'resolve-intake-exception', { healthSystemId, facilityId });
        requireVersion(versions, exception.version);
        if (exception.resolvedAt !== null) {
          throw new DomainError('conflict', 'intake/resolved', `resolved at ${exception.resolvedAt.toISOString()}`);
        }
        const next = {
          ...exception,
          resolvedAt: now,
          resolvedBy: principal.id,
          resolution,
          version: exception.version + 1,
        };
        const event = {
          type: 'intake.resolved' as const,
          healthSystemId,
          studyId: exception.studyId,
          readId: null,
          readingGroupIds: [],
          readerIds: [],
          version: next.version,
          data: { exceptionId: id },
        };
        return { next: { exception: next }, events: [event], result: next };
      }),
    );
    return this.toWire(row);
  }

  private toWire({ facilityId, ...row }: IntakeExceptionEntity) {
    const facility = facilityId === null ? null : this.directory.snapshot().facilities.get(facilityId);
    return {
      ...row,
      facility: facility?.code ?? null,
      at: row.at.toISOString(),
      resolvedAt: row.resolvedAt?.toISOString() ?? null,
    };
  }
}
