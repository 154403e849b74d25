import pg from 'pg';
import { DataSource } from 'typeorm';
import { SnakeNaming } from './snake-naming.js';
import type { EntityClass } from './change/targets.js';

const TYPES = { int8: 20, date: 1082, numeric: 1700, int8Array: 1016, numericArray: 1231 } as const;

const toNumber = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Error(`${text} is too large for a number`);
  return value;
};

/** Counts, sums and positions are numbers; a date without a time stays text, it has no zone to be an instant in. */
const parsers = new Map<number, (text: string) => unknown>([
  [TYPES.int8, toNumber],
  [TYPES.numeric, toNumber],
  [TYPES.date, (text) => text],
  [TYPES.int8Array, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(toNumber))],
  [TYPES.numericArray, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(toNumber))],
]);

/** Type parsers of one connection: nothing global is changed. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text') =>
    parsers.get(id) ??
    (pg.types.getTypeParser(id, format) as (text: string) => unknown)) as typeof pg.types.getTypeParser,
};

export interface DataSourceSettings {
  url: string;
  poolSize: number;
  entities: readonly EntityClass<object>[];
  applicationName?: string;
}

/**
 * PostgreSQL ends a transaction of ours after 15 s. Whatever has no answer by then has lost its connection, and nobody
 * was told: a cable was pulled.
 */
const ANSWER_MS = 20_000;

/** TypeORM for the entities' metadata and the pool; it never changes the schema. */
export const dataSourceOf = (settings: DataSourceSettings): DataSource =>
  new DataSource({
    type: 'postgres',
    url: settings.url,
    entities: settings.entities as never,
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    installExtensions: false,
    poolSize: settings.poolSize,
    applicationName: settings.applicationName ?? 'overread',
    logging: false,
    extra: {
      types: typeParsers,
      pipeline: true,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      query_timeout: ANSWER_MS,
    },
  });
