import {
  DEFAULT_CONDUCT_SETTINGS,
  type ConductSettings,
  type DomainEvent,
  type JsonObject,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, maybe, newId, requireVersion, scopeOf, type Tx } from '@overread/platform';
import { NetworkHistoryEntity } from '../../network/index.js';
import { ConductSettingEntity } from './conduct-setting.entity.js';

export type ConductByCountry = ReadonlyMap<string, ConductSettings>;

const rowsOf = (tx: Tx): Promise<ConductSettingEntity[]> =>
  tx.read('select country, settings, version from conduct_setting order by country');

/** What every country may ask of its readers and record of them; a few rows, read where they are needed. */
export async function conductByCountry(tx: Tx): Promise<ConductByCountry> {
  return new Map((await rowsOf(tx)).map(({ country, settings }) => [country, settings]));
}

/** Administrators say what readers may be asked and what may be recorded of them, country by country. */
@Injectable()
export class ConductSettingsService {
  constructor(private readonly database: Database) {}

  /** The rows there are; the default is always among them. */
  list(principal: Principal): Promise<ConductSettingEntity[]> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const rows = await rowsOf(tx);
      if (rows.some(({ country }) => country === '*')) return rows;
      return [{ country: '*', settings: DEFAULT_CONDUCT_SETTINGS, version: 0 }, ...rows];
    });
  }

  put(
    principal: Principal,
    { country, settings }: Pick<ConductSettingEntity, 'country' | 'settings'>,
    versions: readonly number[] | null,
  ): Promise<ConductSettingEntity> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { row, now } = await tx.change({ row: maybe(ConductSettingEntity, { country }) }, ({ row: before }, at) => {
        requireVersion(versions, before?.version ?? 0);
        const next = { country, settings, version: (before?.version ?? 0) + 1 };
        return { next: { row: next }, events: [changed(next)], result: { row: next, now: at } };
      });
      const version = {
        kind: 'conduct-settings',
        entityId: NETWORK,
        version: row.version,
        at: now,
        actor: principal.id,
      };
      await tx.put(NetworkHistoryEntity, { id: newId(), ...version, row: row as unknown as JsonObject });
      return row;
    });
  }
}

/** The settings are of no one thing: their history is kept under the nil id. */
const NETWORK = '00000000-0000-0000-0000-000000000000';

const changed = ({ country, settings, version }: ConductSettingEntity): DomainEvent => ({
  type: 'network.changed',
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version,
  data: { kind: 'conduct-settings', id: country, surveillance: settings.surveillance },
});
