import { applyDecorators, Controller, Delete, Get, HttpCode, Post, Put, type Type } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Answers, Repeatable, ZodBody, ZodQuery, type Page, type RepeatableRequest } from '@overread/platform';
import { id, instant, listOf, pageQuery } from '@overread/wire';
import { z } from 'zod';
import { Asks, idIn, type Asked } from '../asked.js';
import type { NetworkResource, NetworkRow } from './network-resource.js';
import { NetworkRecords, type RecordKey } from './network-records.service.js';
import type { ListQuery, VersionRow } from './records.queries.js';

type PageQuery = z.infer<typeof pageQuery>;
type Query = PageQuery & { retired?: 'true' | 'false' };
type Path = Asked['path'];

const parentIdOf = (path: Path): string | null => (path['parentId'] === undefined ? null : idIn(path, 'parentId'));
const keyOf = (path: Path): RecordKey => ({ id: idIn(path, 'id'), parentId: parentIdOf(path) });

function askedList(path: Path, { after, limit, retired, ...rest }: Query): ListQuery {
  const given = Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { after, limit, retired: retired === 'true', parentId: parentIdOf(path), filters: Object.fromEntries(given) };
}

function listQueryOf(filters: NetworkResource<NetworkRow, object>['filters']) {
  const given = Object.entries(filters).map(([name, filter]) => [name, filter.schema.optional()] as const);
  return pageQuery.extend({ retired: z.enum(['true', 'false']).optional(), ...Object.fromEntries(given) });
}

interface Documented {
  path?: string;
  answers?: z.ZodType;
  status?: number;
}

/** A route under the resource's address, with its ids and its answer documented. */
function routesOf(address: string) {
  return (method: (path: string) => MethodDecorator, { path = '', answers, status }: Documented): MethodDecorator => {
    const names = [...`${address}/${path}`.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    const ids = names.map((name) => ApiParam({ name, format: 'uuid' }));
    return applyDecorators(method(path), ...ids, ...(answers ? [Answers(answers, status)] : []));
  };
}

const versions = listOf(
  z.object({ version: z.number().int(), at: instant, actor: id.nullable(), row: z.looseObject({}) }),
);

/** The addresses of a resource: list, read, create, replace, retire (never delete), and every version there was. */
export function controllerOf<Row extends NetworkRow, Body extends object>(
  resource: NetworkResource<Row, Body>,
): Type<object> {
  const listQuery = listQueryOf(resource.filters);
  const { shape } = resource;
  const Route = routesOf(resource.path);

  @ApiTags('network')
  @Controller(resource.path)
  class ResourceController {
    constructor(private readonly records: NetworkRecords) {}

    @Route(Get, { answers: listOf(shape) })
    list(@Asks() { principal, path }: Asked, @ZodQuery(listQuery) query: Query): Promise<Page<object>> {
      return this.records.list(resource, principal, askedList(path, query));
    }

    @Route(Post, { answers: shape, status: 201 })
    async create(@Asks() asked: Asked, @ZodBody(resource.body) body: Body, @Repeatable() repeatable: Repeated) {
      const input = { body, parentId: parentIdOf(asked.path), repeatable };
      return asked.tagged((await this.records.create(resource, asked.principal, input)).body);
    }

    @Route(Get, { path: ':id', answers: shape })
    async get(@Asks() asked: Asked): Promise<object> {
      return asked.tagged(await this.records.get(resource, asked.principal, keyOf(asked.path)));
    }

    @Route(Put, { path: ':id', answers: shape })
    async replace(@Asks() { principal, path, accepted, tagged }: Asked, @ZodBody(resource.body) body: Body) {
      return tagged(await this.records.replace(resource, principal, keyOf(path), { body, accepted }));
    }

    @Route(Delete, { path: ':id' })
    @HttpCode(204)
    retire(@Asks() { principal, path, accepted }: Asked): Promise<void> {
      return this.records.retire(resource, principal, keyOf(path), accepted);
    }

    @Route(Get, { path: ':id/history', answers: versions })
    history(@Asks() asked: Asked, @ZodQuery(pageQuery) query: PageQuery): Promise<Page<VersionRow>> {
      return this.records.history(resource, asked.principal, keyOf(asked.path), query);
    }
  }
  // OpenAPI names operations after the class.
  Object.defineProperty(ResourceController, 'name', { value: nameOf(resource.kind) });
  return ResourceController;
}

type Repeated = RepeatableRequest | null;
const nameOf = (kind: string): string =>
  `${kind}-controller`.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
