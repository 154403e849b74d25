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
import { listOf, newUser, type NewUser, pageQuery, type User, user } from '@overread/wire';
import type { z } from 'zod';
import { UsersService } from './users.service.js';
import { wireUser } from '../identity/wire-user.js';

@ApiTags('access')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Answers(user, 201)
  @Post()
  async create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newUser) body: NewUser,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<User> {
    demand(principal, 'manage-users');
    return wireUser(await this.users.create(principal, body, repeatable));
  }

  @Answers(listOf(user))
  @Get()
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(pageQuery) query: z.infer<typeof pageQuery>,
  ): Promise<Page<User>> {
    demand(principal, 'manage-users');
    const { items, next } = await this.users.list(principal, query);
    return { items: items.map(wireUser), next };
  }

  @Answers(user)
  @Get(':id')
  async get(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<User> {
    demand(principal, 'manage-users');
    return wireUser(await this.users.get(principal, id));
  }

  /** Disables: a person is never deleted. */
  @Delete(':id')
  @HttpCode(204)
  async disable(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<void> {
    demand(principal, 'manage-users');
    await this.users.disable(principal, id);
  }
}
