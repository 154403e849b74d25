import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { demand, type Principal } from '@overread/domain';
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
import { type ApiKey, apiKey, createdApiKey, listOf, type NewApiKey, newApiKey, pageQuery } from '@overread/wire';
import type { z } from 'zod';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('access')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  /** The only answer that holds the key itself. */
  @Answers(createdApiKey, 201)
  @Post()
  create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newApiKey) body: NewApiKey,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<ApiKey & { key?: string }> {
    demand(principal, 'manage-keys');
    return this.keys.create(principal, body, repeatable);
  }

  @Answers(listOf(apiKey))
  @Get()
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(pageQuery) query: z.infer<typeof pageQuery>,
  ): Promise<Page<ApiKey>> {
    demand(principal, 'manage-keys');
    return this.keys.list(principal, query);
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<void> {
    demand(principal, 'manage-keys');
    await this.keys.revoke(principal, id);
  }
}
