import { demand, type Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IfMatch, setEtag, valuesOfCursor, ZodBody, ZodQuery } from '@overread/platform';
import {
  dispatchParameters,
  goBackBody,
  listOf,
  pageQuery,
  parametersVersion,
  putParametersBody,
  type DispatchParameters,
} from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { DispatchParametersService } from './dispatch-parameters.service.js';

/** By which numbers the network orders work and chooses readers. */
@ApiTags('dispatch')
@Controller('dispatch/parameters')
export class DispatchParametersController {
  constructor(private readonly parameters: DispatchParametersService) {}

  @Get()
  @Answers(dispatchParameters)
  @ApiOperation({
    summary: 'The parameters in force, the defaults, what each does and its bounds, and who changed what why',
    description: 'The version is the entity tag.',
  })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DispatchParameters> {
    demand(principal, 'view-dispatch-parameters');
    return tagged(response, await this.parameters.show(principal));
  }

  @Get('history')
  @Answers(listOf(parametersVersion))
  @ApiOperation({ summary: 'Every version of the parameters, the latest first: what it changed, who did it and why' })
  history(@CurrentPrincipal() principal: Principal, @ZodQuery(pageQuery) { after, limit }: z.infer<typeof pageQuery>) {
    demand(principal, 'view-dispatch-parameters');
    const [before] = after === undefined ? [null] : valuesOfCursor(after, 1);
    return this.parameters.history(principal, { before: Number.isInteger(before) ? Number(before) : null, limit });
  }

  @Put()
  @Answers(dispatchParameters)
  @ApiOperation({
    summary: 'Puts a whole set in force, in every process within a second',
    description:
      'Errors: `dispatch/parameters` names every field and the rule it breaks; `dispatch/parameters-same`; ' +
      '`request/stale` when another version is in force than `If-Match` says.',
  })
  async put(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(putParametersBody) body: z.output<typeof putParametersBody>,
    @IfMatch() versions: number[] | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DispatchParameters> {
    demand(principal, 'change-dispatch-parameters');
    return tagged(response, await this.parameters.put(principal, body, versions));
  }

  @Post('go-back')
  @HttpCode(200)
  @Answers(dispatchParameters)
  @ApiOperation({ summary: 'Puts the version before, or one named by its number, in force again; 0 is the defaults' })
  async goBack(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(goBackBody) body: z.output<typeof goBackBody>,
    @IfMatch() versions: number[] | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DispatchParameters> {
    demand(principal, 'change-dispatch-parameters');
    return tagged(response, await this.parameters.goBack(principal, body, versions));
  }
}

function tagged(response: Response, answer: DispatchParameters): DispatchParameters {
  setEtag(response, answer.version);
  return answer;
}
