import { demand, type PolicyId, type PolicyShadowId, type Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  Database,
  IdParam,
  IfMatch,
  pageOf,
  Repeatable,
  scopeOf,
  valuesOfCursor,
  ZodBody,
  ZodQuery,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import {
  listOf,
  newShadow,
  policyShadow,
  policyShadowReport,
  shadowStudiesQuery,
  shadowStudy,
  type PolicyShadowReport,
} from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { demandPolicy } from '../demand-policy.js';
import { SeenVersion, VersionInPath, type SeenVersionKey, type VersionKey } from '../version-in-path.js';
import { differingToWire, figuresToWire, shadowToWire } from './shadow-answer.js';
import { everyFigureOf } from './shadow-figures.queries.js';
import { differingStudies } from './shadow-studies.queries.js';
import { ShadowsService, type KnownShadow } from './shadows.service.js';

/** Some weeks of a busy network are some hundred thousand rows. */
const PATIENCE = { timeoutMs: 30_000 } as const;

/** Versions that route live studies beside what is in force, and what would have been different. */
@ApiTags('policies')
@ApiParam({ name: 'id', format: 'uuid' })
@Controller('policies/:id')
export class ShadowsController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly shadows: ShadowsService,
  ) {}

  @Post('versions/:number/shadow')
  @ApiParam({ name: 'number', schema: { type: 'integer' } })
  @Answers(policyShadow, 201)
  @ApiOperation({
    summary: 'Let a draft or tested version route live studies beside what is in force, for comparison only',
  })
  start(
    @CurrentPrincipal() principal: Principal,
    @SeenVersion() { accepted, ...version }: SeenVersionKey,
    @ZodBody(newShadow) body: z.infer<typeof newShadow>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ) {
    demand(principal, 'manage-policies');
    const asked = { until: new Date(body.until), reason: body.reason, versions: accepted, repeatable };
    return this.shadows.start(principal, version, asked);
  }

  @Post('versions/:number/shadow/stop')
  @ApiParam({ name: 'number', schema: { type: 'integer' } })
  @HttpCode(200)
  @Answers(policyShadow)
  @ApiOperation({ summary: 'End the shadow of the version; what it found stays' })
  stop(
    @CurrentPrincipal() principal: Principal,
    @VersionInPath() version: VersionKey,
    @IfMatch() versions: number[] | null,
  ) {
    demand(principal, 'manage-policies');
    return this.shadows.stop(principal, version, versions);
  }

  @Get('shadows')
  @Answers(listOf(policyShadow))
  @ApiOperation({ summary: 'Versions of the policy that run or ran in shadow, the latest first' })
  async list(@CurrentPrincipal() principal: Principal, @IdParam('id') id: PolicyId) {
    const { policy, shadows } = await this.shadows.list(scopeOf(principal), id);
    demandPolicy(principal, 'view-shadows', policy);
    return { items: shadows.map((shadow) => shadowToWire(shadow, policy)), next: null };
  }

  @Get('shadows/:shadowId')
  @ApiParam({ name: 'shadowId', format: 'uuid' })
  @Answers(policyShadowReport)
  @ApiOperation({ summary: 'A shadow with its figures: how many studies it would have routed another way, and how' })
  report(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: PolicyId,
    @IdParam('shadowId') shadowId: PolicyShadowId,
  ) {
    const figuresOf = async (tx: Tx): Promise<PolicyShadowReport> => {
      const { shadow, policy } = await this.shadows.find(tx, id, shadowId);
      demandPolicy(principal, 'view-shadows', policy);
      const figures =
        shadow.forgottenAt === null ? await everyFigureOf(tx, shadow) : figuresKept(principal, { shadow, policy });
      return { ...shadowToWire(shadow, policy), figures: figures && figuresToWire(figures, this.directory.snapshot()) };
    };
    return this.database.transaction(scopeOf(principal), figuresOf, PATIENCE);
  }

  @Get('shadows/:shadowId/studies')
  @ApiParam({ name: 'shadowId', format: 'uuid' })
  @Answers(listOf(shadowStudy))
  @ApiOperation({ summary: 'Studies that the shadow would have routed another way, both ways side by side' })
  studies(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: PolicyId,
    @IdParam('shadowId') shadowId: PolicyShadowId,
    @ZodQuery(shadowStudiesQuery) { after, limit, difference }: z.infer<typeof shadowStudiesQuery>,
  ) {
    const [at, last] = after === undefined ? [] : valuesOfCursor(after, 2);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { shadow, policy } = await this.shadows.find(tx, id, shadowId);
      demandPolicy(principal, 'view-shadows', policy);
      const place = at === undefined ? null : { at: new Date(String(at)), id: String(last) };
      const rows = await differingStudies(tx, shadow, {
        difference: difference ?? null,
        after: place,
        limit: limit + 1,
      });
      const page = pageOf(rows, limit, (row) => [row.at.toISOString(), row.id]);
      const names = this.directory.snapshot();
      return { ...page, items: page.items.map((row) => differingToWire(row, names)) };
    });
  }
}

/** They are over everybody's studies: a health system may see those of its own policy, where all of them are its own. */
const figuresKept = ({ role }: Principal, { shadow, policy }: KnownShadow) =>
  role === 'hospital' && policy.healthSystemId === null ? null : shadow.figures;
