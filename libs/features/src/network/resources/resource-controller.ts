import { Controller, Delete, Get, HttpCode, Param, Post, Put, Res, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError, type Principal } from '@overread/domain';
import {
  CurrentPrincipal,
  IfMatch,
  Repeatable,
  setEtag,
  ZodBody,
  ZodQuery,
  type Page,
  type RepeatableRequest,
} from '@overread/platform';
import { pageQuery } from '@overread/wire';
import type { Response } from 'express';
import { validate } from 'uuid';
import { z } from 'zod';
import type { NetworkResource, NetworkRow } from './network-resource.js';
import { NetworkRecords, type RecordKey } from './network-records.service.js';
import type { VersionRow } from './records.queries.js';

type Path = Readonly<Record<string, string | undefined>>;
type Query = z.infer<typeof pageQuery> & { retired?: 'true' | 'false' };
/** The versions that If-Match accepts. */
type Accepted = readonly number[] | null;

const nowhere = () => new DomainError('not-found', 'request/not-found', 'nothing has this id');
const parentIdOf = ({ parentId }: Path): string | null => {
  if (parentId === undefined) return null;
  if (validate(parentId)) return parentId.toLowerCase();
  throw nowhere();
};
const keyOf = (path: Path): RecordKey => {
  if (path['id'] === undefined || !validate(path['id'])) throw nowhere();
  return { id: path['id'].toLowerCase(), parentId: parentIdOf(path) };
};

function listQueryOf(filters: NetworkResource<NetworkRow, object>['filters']) {
  const given = Object.entries(filters).map(([name, filter]) => [name, filter.schema.optional()] as const);
  return pageQuery.extend({ retired: z.enum(['true', 'false']).optional(), ...Object.fromEntries(given) });
}

/** The addresses of a resource: list, read, create, replace, retire, history. */
export function controllerOf<Row extends NetworkRow, Body extends object>(
  resource: NetworkResource<Row, Body>,
): Type<object> {
  const listQuery = listQueryOf(resource.filters);
  const name = `${resource.kind}-controller`.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

  @ApiTags('network')
  @Controller(resource.path)
  class ResourceController {
    constructor(private readonly records: NetworkRecords) {}

    @Get()
    list(
      @CurrentPrincipal() principal: Principal,
      @Param() path: Path,
      @ZodQuery(listQuery) query: Query,
    ): Promise<Page<object>> {
      const { after, limit, retired, ...rest } = query;
      const filters = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const list = { after, limit, retired: retired === 'true', parentId: parentIdOf(path) };
      return this.records.list(resource, principal, { ...list, filters: filters as Record<string, string> });
    }

    @Post()
    async create(
      @CurrentPrincipal() principal: Principal,
      @Param() path: Path,
      @ZodBody(resource.body) body: Body,
      @Repeatable() repeatable: RepeatableRequest | null,
      @Res({ passthrough: true }) response: Response,
    ): Promise<object> {
      const input = { body, parentId: parentIdOf(path), repeatable };
      const made = await this.records.create(resource, principal, input);
      setEtag(response, made.body.version);
      return made.body.body;
    }

    @Get(':id')
    async get(
      @CurrentPrincipal() principal: Principal,
      @Param() path: Path,
      @Res({ passthrough: true }) response: Response,
    ): Promise<object> {
      const { body, version } = await this.records.get(resource, principal, keyOf(path));
      setEtag(response, version);
      return body;
    }

    @Put(':id')
    async replace(
      @CurrentPrincipal() principal: Principal,
      @Param() path: Path,
      @ZodBody(resource.body) body: Body,
      @IfMatch() accepted: Accepted,
      @Res({ passthrough: true }) response: Response,
    ): Promise<object> {
      const shown = await this.records.replace(resource, principal, keyOf(path), { body, accepted });
      setEtag(response, shown.version);
      return shown.body;
    }

    /** Out of use from now on; never deleted. */
    @Delete(':id')
    @HttpCode(204)
    async retire(
      @CurrentPrincipal() principal: Principal,
      @Param() path: Path,
      @IfMatch() accepted: Accepted,
    ): Promise<void> {
      await this.records.retire(resource, principal, keyOf(path), accepted);
    }

    /** Every version there was, with who made it and when. */
    @Get(':id/history')
    history(
      @CurrentPrincipal() principal: Principal,
      @Param() path: Path,
      @ZodQuery(pageQuery) query: z.infer<typeof pageQuery>,
    ): Promise<Page<VersionRow>> {
      return this.records.history(resource, principal, keyOf(path), query);
    }
  }
  Object.defineProperty(ResourceController, 'name', { value: name });
  return ResourceController;
}
