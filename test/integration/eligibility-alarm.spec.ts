import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EligibilityService, NetworkDirectory } from '@overread/features';
import { systemScope } from '@overread/platform';
import type { Problem } from '@overread/wire';
import type { ReadId } from '@overread/domain';
import { Disagreements } from '../../libs/features/src/eligibility/check/disagreements.js';
import { readKeyOf } from '../../libs/features/src/studies/index.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const HOUSTON = 'Grace Okafor';

describe('who is given a read', () => {
  let demo: DemoServer;
  let other: TestServer;
  let admin: DemoPerson;
  let hospital: DemoPerson;
  let grace: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    other = await startTestServer({ on: demo.server.fresh, config: { roles: new Set(['api']) } });
    admin = await demo.as('admin@overread.example');
    hospital = await demo.as('imaging@mercy.example');
    grace = await demo.signOn(HOUSTON);
    await demo.server.asOwner('create table whole_agreement as table agreement');
  });
  afterAll(async () => {
    await other.close();
    await demo.close();
  });
  afterEach(async () => {
    await demo.server.asOwner('delete from agreement');
    await demo.server.asOwner('insert into agreement select * from whole_agreement');
    await demo.server.app.get(NetworkDirectory).refresh();
  });

  const submit = () => hospital.client.studies.submit(studyBody({ facility: 'mercy-north' }));
  const finalOf = ({ reads }: Awaited<ReturnType<typeof submit>>) => reads.find(({ issues }) => issues === 'final')!.id;
  const stored = async () => {
    await demo.server.app.get(Disagreements).onModuleDestroy();
    return demo.server.asOwner<{ readId: string; cause: string; said: string[]; rows: string[] }>(
      `select read_id as "readId", cause, database_said as said, rows_said as rows from eligibility_disagreement
       where memory_said = '{}' order by at, id`,
    );
  };
  /** The rows change, and nobody tells memory. */
  const endAgreements = () =>
    demo.server.asOwner(`update agreement set retired_at = overread_now() - interval '1 hour'`);

  it('is refused it when memory is behind the rows, the administrators are told, and both answers are kept', async () => {
    const readId = finalOf(await submit());
    await endAgreements();
    const { status, body } = await demo.server.call<Problem>('POST', `/reads/${readId}/assign`, {
      token: admin.token(),
      body: { readerId: grace.readerId, reason: 'a try' },
    });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'eligibility/disagreement' });
    expect((await hospital.client.reads.get(readId)).state).toBe('queued');
    expect(await stored()).toContainEqual({ readId, cause: 'memory', said: ['agreement'], rows: ['agreement'] });
    const told = await demo.server.asOwner(`select 1 from event where type = 'eligibility.disagreed'
      and data ->> 'readId' = '${readId}' and health_system_id is null and study_id is null`);
    expect(told).toHaveLength(1);
    const { items } = await admin.client.disagreements({ limit: 1 });
    expect(items).toMatchObject([
      {
        readId,
        reader: { id: grace.readerId, name: `Dr ${HOUSTON}` },
        facility: 'mercy-north',
        cause: 'memory',
        memorySaid: [],
        rowsSaid: ['agreement'],
        databaseSaid: ['agreement'],
      },
    ]);
    for (const who of [hospital, grace]) {
      const { status: refused } = await demo.server.call('GET', '/eligibility-disagreements', { token: who.token() });
      expect(refused).toBe(403);
    }
    const health = (await (await fetch(`${demo.server.url}/health/ready`)).json()) as { problems: { code: string }[] };
    expect(health.problems.map(({ code }) => code)).toContain('eligibility/disagreement');
  });

  it('does not get it by taking the next one either', async () => {
    const readId = finalOf(await submit());
    await endAgreements();
    await expect(grace.client.work.next()).rejects.toMatchObject({ code: 'eligibility/disagreement' });
    expect((await hospital.client.reads.get(readId)).state).toBe('queued');
  });

  it('is refused it when the two implementations differ on the same rows', async () => {
    const readId = finalOf(await submit());
    const whole = await demo.server.asOwner<{ text: string }>(
      `select pg_get_functiondef('overread_is_image_modality'::regproc) as text`,
    );
    await demo.server.asOwner(`create or replace function overread_is_image_modality(term text) returns boolean
      language sql immutable as $$ select false $$`);
    const { body } = await demo.server.call<Problem>('POST', `/reads/${readId}/assign`, {
      token: admin.token(),
      body: { readerId: grace.readerId, reason: 'a try' },
    });
    await demo.server.asOwner(whole[0]!.text);
    expect(body.code).toBe('eligibility/disagreement');
    expect(await stored()).toContainEqual({ readId, cause: 'rules', said: ['modality'], rows: [] });
  });

  it('changes within a second of a change that another server made', async () => {
    const readId = finalOf(await submit()) as ReadId;
    const eligible = (of: TestServer) =>
      of.database.transaction(systemScope, async (tx) =>
        of.app.get(EligibilityService).ofRead(tx, await readKeyOf(tx, readId), 'offer'),
      );
    expect((await eligible(demo.server)).readerIds).toContain(grace.readerId);
    const { body } = await other.call<{ items: { id: string; jurisdiction: string; version?: number }[] }>(
      'GET',
      `/readers/${grace.readerId}/licences?limit=100`,
      { token: admin.token() },
    );
    const licence = body.items.find(({ jurisdiction }) => jurisdiction === 'US-TX')!;
    const ended = await other.call('DELETE', `/readers/${grace.readerId}/licences/${licence.id}`, {
      token: admin.token(),
    });
    expect(ended.status).toBeLessThan(300);
    const began = performance.now();
    while ((await eligible(demo.server)).readerIds.includes(grace.readerId as never))
      if (performance.now() - began > 1_000) throw new Error('the change is not live after a second');
    expect((await eligible(demo.server)).failedByRule.licence).toBeGreaterThan(0);
  });
});
