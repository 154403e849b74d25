import type { Principal, ReadId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import { reportBody, signed, verbalBody, type ReportBody, type Signed } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from './exchange.js';
import { SigningService, type AskedToSign } from './signing.service.js';

/** Results leave a read. Who signs is the principal. */
@ApiTags('reads')
@Controller('reads/:id')
export class SigningController {
  constructor(private readonly signing: SigningService) {}

  @Post('verbal')
  @HttpCode(200)
  @Answers(signed)
  @ApiOperation({ summary: 'A result told by voice: to whom and when; before any report if need be' })
  verbal(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(verbalBody) body: z.infer<typeof verbalBody>,
    @Exchange() exchange: HttpExchange,
  ): Promise<Signed> {
    const told = {
      to: body.to,
      at: body.at == null ? null : new Date(body.at),
      impression: body.impression,
      conclusion: body.conclusion ?? null,
    };
    return this.signing.verbal(principal, askedOf(id, exchange), told);
  }

  @Post('preliminary')
  @HttpCode(200)
  @Answers(signed)
  @ApiOperation({ summary: 'Issue the preliminary report' })
  preliminary(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(reportBody) body: ReportBody,
    @Exchange() exchange: HttpExchange,
  ): Promise<Signed> {
    return this.signing.preliminary(principal, askedOf(id, exchange), body);
  }

  @Post('final')
  @HttpCode(200)
  @Answers(signed)
  @ApiOperation({
    summary: 'Issue the final report and complete the read; on a read that issues an opinion, hand that in',
  })
  final(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(reportBody) body: ReportBody,
    @Exchange() exchange: HttpExchange,
  ): Promise<Signed> {
    return this.signing.final(principal, askedOf(id, exchange), body);
  }

  @Post('addendum')
  @HttpCode(200)
  @Answers(signed)
  @ApiOperation({ summary: 'Add to a final report; the report itself stays as it was signed' })
  addendum(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(reportBody) body: ReportBody,
    @Exchange() exchange: HttpExchange,
  ): Promise<Signed> {
    return this.signing.addendum(principal, askedOf(id, exchange), body);
  }
}

const askedOf = (id: ReadId, { versions, repeatable }: HttpExchange): AskedToSign => ({ id, versions, repeatable });
