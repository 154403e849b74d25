import { Injectable } from '@nestjs/common';
import {
  asId,
  DomainError,
  type ApiKeyId,
  type FacilityId,
  type FieldError,
  type HealthSystemId,
  type Principal,
} from '@overread/domain';
import {
  Database,
  newId,
  newSecret,
  one,
  pageOf,
  scopeOf,
  withIdempotency,
  type Page,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import type { ApiKey, NewApiKey } from '@overread/wire';
import { accessChanged } from '../access-changed.js';
import { ApiKeyEntity } from '../entities/api-key.entity.js';
import { PrincipalDirectory } from '../identity/principal-directory.js';
import { idAfter } from './id-after.js';
import { API_KEY_PREFIX } from '../identity/token.service.js';

const KEY = `
  select k.id, k.health_system_id as "healthSystemId", k.name, k.created_at as "createdAt", k.revoked_at as "revokedAt",
    (select coalesce(array_agg(f.code order by f.code), '{}') from facility f where f.id = any (k.facility_ids)) as facilities,
    (select f.code from facility f where f.id = k.default_facility_id) as "defaultFacility"
  from api_key k`;

type KeyRow = Omit<ApiKey, 'createdAt' | 'revokedAt'> & { createdAt: Date; revokedAt: Date | null };

/** Keys of systems. A key is shown once; what is kept cannot be turned back into it. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly directory: PrincipalDirectory,
  ) {}

  /** A repeated request is told what was made the first time, not the key: nobody has it any more. */
  async create(
    principal: Principal,
    body: NewApiKey,
    repeatable: RepeatableRequest | null,
  ): Promise<ApiKey & { key?: string }> {
    const { secret, hash } = newSecret(API_KEY_PREFIX);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      let key: string | undefined;
      const answer = await withIdempotency(tx, repeatable, async () => {
        key = secret;
        return { status: 201, body: await insertKey(tx, body, hash) };
      });
      return { ...answer.body, ...(key === undefined ? {} : { key }) };
    });
  }

  list(principal: Principal, query: { after?: string | undefined; limit: number }): Promise<Page<ApiKey>> {
    const after = idAfter(query.after);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const sql = `${KEY} where ($1::uuid is null or k.id > $1) order by k.id limit $2`;
      const rows = await tx.read<KeyRow>(sql, [after, query.limit + 1]);
      const { items, next } = pageOf(rows, query.limit, (row) => [row.id]);
      return { items: items.map(wireKey), next };
    });
  }

  /** From now on the key is nobody's. Doing it again changes nothing. */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.database.transaction(scopeOf(principal), (tx) =>
      tx.change({ key: one(ApiKeyEntity, { id: id as ApiKeyId }) }, ({ key }, now) => {
        if (key.revokedAt !== null) return { result: undefined };
        return {
          next: { key: { ...key, revokedAt: now } },
          events: [accessChanged(key.id, key.healthSystemId)],
          result: undefined,
        };
      }),
    );
    this.directory.forget(id);
  }
}

async function insertKey(tx: Tx, body: NewApiKey, keyHash: string): Promise<ApiKey> {
  const facilities = await facilitiesOf(tx, body);
  const row: ApiKeyEntity = {
    id: newId(),
    healthSystemId: asId<HealthSystemId>(body.healthSystemId),
    name: body.name,
    keyHash,
    ...facilities,
    createdAt: await tx.now(),
    revokedAt: null,
  };
  await tx.put(ApiKeyEntity, row, [accessChanged(row.id, row.healthSystemId)]);
  const [made] = await tx.read<KeyRow>(`${KEY} where k.id = $1`, [row.id]);
  if (!made) throw new Error('a key just made is not found');
  return wireKey(made);
}

const wireKey = (row: KeyRow): ApiKey => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

/** The facilities by their codes; every one must be the health system's. */
async function facilitiesOf(tx: Tx, body: NewApiKey): Promise<Pick<ApiKeyEntity, 'facilityIds' | 'defaultFacilityId'>> {
  const [system] = await tx.read('select 1 from health_system where id = $1 and retired_at is null', [
    body.healthSystemId,
  ]);
  if (!system) throw invalid([{ path: 'healthSystemId', code: 'unknown', message: 'no health system has this id' }]);
  const rows = await tx.read<{ id: FacilityId; code: string }>(
    'select id, code from facility where health_system_id = $1 and retired_at is null',
    [body.healthSystemId],
  );
  const byCode = new Map(rows.map((row) => [row.code, row.id]));
  const errors: FieldError[] = [];
  const find = (code: string, path: string): FacilityId[] => {
    const id = byCode.get(code);
    if (id === undefined)
      errors.push({ path, code: 'unknown', message: 'no facility of this health system has this code' });
    return id === undefined ? [] : [id];
  };
  const facilityIds = body.facilities.flatMap((code, index) => find(code, `facilities.${index}`));
  const fallback = body.defaultFacility ? find(body.defaultFacility, 'defaultFacility') : [];
  const [defaultFacilityId = null] = fallback;
  if (defaultFacilityId !== null && facilityIds.length > 0 && !facilityIds.includes(defaultFacilityId))
    errors.push({ path: 'defaultFacility', code: 'unknown', message: 'is not one of the facilities of the key' });
  if (errors.length > 0) throw invalid(errors);
  return { facilityIds, defaultFacilityId };
}

const invalid = (errors: FieldError[]): DomainError =>
  new DomainError('invalid', 'request/invalid', 'the body breaks a rule', { errors });
