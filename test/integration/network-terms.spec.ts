import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Contract, HealthSystem, ReadingGroup } from '@overread/domain';
import { NetworkDirectory, relationsOf } from '@overread/features';
import type { Problem } from '@overread/wire';
import { groupBody, healthSystemBody, make, sampleNetwork } from '../support/sample-network.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type List = { items: { id: string }[] };

describe('what stands between a health system and a group', () => {
  let server: TestServer;
  let sample: Awaited<ReturnType<typeof sampleNetwork>>;
  let contract: Contract;
  let people: Record<'hospital' | 'manager' | 'otherHospital' | 'otherManager', Person>;
  beforeAll(async () => {
    server = await startTestServer();
    sample = await sampleNetwork(server);
    const other = await make<HealthSystem>(server, '/health-systems', healthSystemBody());
    const otherGroup = await make<ReadingGroup>(server, '/reading-groups', groupBody());
    people = {
      hospital: await server.person('hospital', { organizationId: sample.healthSystem.id }),
      manager: await server.person('group-manager', { organizationId: sample.group.id }),
      otherHospital: await server.person('hospital', { organizationId: other.id }),
      otherManager: await server.person('group-manager', { organizationId: otherGroup.id }),
    };
    const parties = { healthSystemId: sample.healthSystem.id, readingGroupId: sample.group.id };
    await make(server, '/agreements', {
      ...parties,
      kind: 'baa',
      transfers: [{ country: 'GB', mode: 'pseudonymous', basis: 'clause 7' }],
      validFrom: '2026-01-01T00:00:00Z',
    });
    contract = await make<Contract>(server, '/contracts', {
      ...parties,
      name: 'Nights',
      engagementModel: 'transaction',
      facilityIds: [sample.facility.id],
      hours: { zone: 'America/Chicago', windows: [{ days: [1, 2, 3, 4, 5], from: '18:00', to: '07:00' }] },
    });
  });
  afterAll(() => server.close());

  const statusOf = async (person: Person, path: string) =>
    (await server.call('GET', path, { token: person.token })).status;

  it('is known to both parties and to nobody else', async () => {
    await make(server, '/service-levels', { contractId: contract.id, name: 'STAT', targetMinutes: 30 });
    for (const kind of ['agreements', 'contracts', 'service-levels']) {
      const idsOf = async (person: Person) => {
        const list = await server.call<List>('GET', `/${kind}`, { token: person.token });
        return list.body.items.map((item) => item.id);
      };
      const [id] = await idsOf(people.hospital);
      expect(await idsOf(people.manager)).toEqual([id]);
      expect(await idsOf(people.otherHospital)).toEqual([]);
      expect(await idsOf(people.otherManager)).toEqual([]);
      expect(await statusOf(people.hospital, `/${kind}/${id}`)).toBe(200);
      expect(await statusOf(people.otherHospital, `/${kind}/${id}`)).toBe(404);
      expect(await statusOf(people.otherManager, `/${kind}/${id}/history`)).toBe(404);
      const retired = await server.call('DELETE', `/${kind}/${id}`, { token: people.hospital.token });
      expect(retired.status).toBe(403);
    }
  });

  it('counts a service level’s edit as its contract’s', async () => {
    const { token } = server.administrator;
    const before = await server.call<Contract>('GET', `/contracts/${contract.id}`, { token });
    const body = { contractId: contract.id, name: 'Routine', targetMinutes: 720 };
    const made = await server.call<{ id: string }>('POST', '/service-levels', { token, body });
    const version = before.body.version + 1;
    expect(made.headers.get('etag')).toBe(`"v${version}"`);
    const path = `/service-levels/${made.body.id}`;
    const edit = (headers: Record<string, string>) =>
      server.call<Problem>('PUT', path, { token, body: { ...body, targetMinutes: 600 }, headers });
    expect((await edit({ 'if-match': `"v${version - 1}"` })).status).toBe(412);
    expect((await edit({ 'if-match': `"v${version}"` })).body).toMatchObject({ targetMinutes: 600, warnShare: 0.75 });
    const after = await server.call<Contract>('GET', `/contracts/${contract.id}`, { token });
    expect(after.body.version).toBe(version + 1);
    const [event] = await server.asOwner(
      `select health_system_id as system, reading_group_ids as groups, version from event
       where data ->> 'id' = $1 order by position desc limit 1`,
      [made.body.id],
    );
    expect(event).toEqual({ system: sample.healthSystem.id, groups: [sample.group.id], version: version + 1 });
  });

  it('stands in the directory as the rules ask for it', () => {
    const snapshot = server.app.get(NetworkDirectory).snapshot();
    const { agreements, contracts } = relationsOf(snapshot, sample.healthSystem.id);
    expect(agreements).toMatchObject([{ kind: 'baa', validFrom: new Date('2026-01-01T00:00:00Z'), validUntil: null }]);
    expect(contracts).toMatchObject([{ name: 'Nights', hours: { zone: 'America/Chicago' } }]);
    expect(snapshot.serviceLevels.map((level) => level.name).toSorted()).toEqual(['Routine', 'STAT']);
  });

  it('takes nothing more once the contract is retired', async () => {
    const { token } = server.administrator;
    const [level] = await server.asOwner<{ id: string }>(`select id from service_level where name = 'STAT'`);
    expect((await server.call('DELETE', `/contracts/${contract.id}`, { token })).status).toBe(204);
    const added = await server.call<Problem>('POST', '/service-levels', {
      token,
      body: { contractId: contract.id, name: 'Late', targetMinutes: 60 },
    });
    expect([added.status, added.body.errors?.[0]?.path]).toEqual([422, 'contractId']);
    expect((await server.call('DELETE', `/service-levels/${level?.id}`, { token })).status).toBe(204);
  });
});
