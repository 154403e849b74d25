import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { finalAnywhere, type Condition, type PolicyDocument, type PolicyVersion } from '@overread/domain';
import type { PolicyTestResult, Problem } from '@overread/wire';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';
import { LoadBook } from '../../libs/features/src/routing/load/load-book.js';

describe('conditions on what is not the study’s own', () => {
  let demo: DemoServer;
  let policyId: string;
  let document: PolicyDocument;
  beforeAll(async () => {
    demo = await startDemoServer();
    const { items } = await (await demo.as('administrator')).client.policies.list();
    const network = items.find(({ scope }) => scope === 'network')!;
    policyId = network.id;
    document = network.versions[0]!.document as unknown as PolicyDocument;
  });
  afterAll(() => demo.close());

  const asAdmin = <Body>(method: string, path: string, body?: object) =>
    demo.server.call<Body & Problem>(method, path, {
      token: demo.server.administrator.token,
      ...(body ? { body } : {}),
    });
  const draft = async (...conditions: Condition[]): Promise<number> => {
    const rule = { id: 'special', name: 'Special', conditions, plan: 'final-anywhere' };
    const changed = { ...document, plans: [...document.plans, finalAnywhere()], rules: [rule, ...document.rules] };
    const made = await asAdmin<PolicyVersion>('POST', `/policies/${policyId}/versions`, { document: changed });
    return made.body.number;
  };
  const decidedBy = async (number: number, at: string, more: object = {}): Promise<(string | null | undefined)[]> => {
    const facilities = ['mercy-east', 'harbour-infirmary'];
    const samples = facilities.map((facility) => studyBody({ facility, priority: 'routine' }));
    const body = { samples, at, ...more };
    const tried = await asAdmin<PolicyTestResult>('POST', `/policies/${policyId}/versions/${number}/test`, body);
    return tried.body.items.map(({ after }) => after.ruleId);
  };

  it('knows public holidays by the country and the local day of the facility', async () => {
    const number = await draft({ attribute: 'holiday', operator: 'equals', value: true });
    expect(await decidedBy(number, '2026-11-26T18:00:00Z')).toEqual(['special', null]);
    expect(await decidedBy(number, '2026-11-26T05:30:00Z')).toEqual([null, null]);
    expect(await decidedBy(number, '2026-12-25T18:00:00Z')).toEqual(['special', 'special']);
    expect(await decidedBy(number, '2026-04-03T12:00:00Z')).toEqual([null, 'special']);
  });

  it('knows own closures, at once, until they are taken back', async () => {
    const { healthSystemId } = (
      await asAdmin<{ items: { code: string; healthSystemId: string }[] }>('GET', '/facilities')
    ).body.items.find(({ code }) => code === 'mercy-east')!;
    const number = await draft({ attribute: 'closed', operator: 'equals', value: true });
    const days = { firstDay: '2026-12-08', lastDay: '2026-12-09' };
    const refused = await asAdmin('POST', '/closures', {
      healthSystemId,
      name: 'Move',
      ...days,
      lastDay: '2026-12-01',
    });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'lastDay']);
    const made = await asAdmin<{ id: string }>('POST', '/closures', { healthSystemId, name: 'Move', ...days });
    expect(await decidedBy(number, '2026-12-09T18:00:00Z')).toEqual(['special', null]);
    const year = await asAdmin<{ items: object[] }>('GET', '/calendar?facility=mercy-east&year=2026');
    expect(year.body.items).toEqual(
      expect.arrayContaining([
        { day: '2026-11-26', kind: 'holiday', name: 'Thanksgiving Day' },
        { day: '2026-12-08', kind: 'closure', name: 'Move' },
      ]),
    );
    const hospital = await demo.as('imaging@harbour.example');
    const others = await demo.server.call<{ items: object[] }>('GET', '/closures', { token: hospital.token() });
    expect(others.body.items).toEqual([]);
    expect((await asAdmin('DELETE', `/closures/${made.body.id}`)).status).toBe(200);
    expect(await decidedBy(number, '2026-12-09T18:00:00Z')).toEqual([null, null]);
  });

  it('is told the load of the queue, which stands in the decision to be replayed', async () => {
    const number = await draft({ attribute: 'queueLength', operator: 'at-least', value: 2 });
    const at = '2026-11-22T07:00:00Z';
    const load = { queueLength: 2, waitingMinutes: 5, shareAtRisk: 0 };
    expect(await decidedBy(number, at, { load })).toEqual(['special', 'special']);
    expect(await decidedBy(number, at)).toEqual([null, null]);
    expect((await asAdmin('POST', `/policies/${policyId}/versions/${number}/activate`)).status).toBe(200);
    const submit = () => demo.key('Mercy Health').studies.submit(studyBody({ priority: 'urgent' }));
    const plans: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { id } = await submit();
      const [row] = await demo.server.asOwner<{ plan: string; told: { load: object } }>(
        `select plan, explanation -> 'told' as told from routing_decision where study_id = $1`,
        [id],
      );
      plans.push(row?.plan);
      expect(row?.told.load).toMatchObject({ queueLength: count });
      await demo.server.app.get(LoadBook, { strict: false }).count();
    }
    expect(plans.slice(1)).toEqual(['final-onshore-nearshore-overflow', 'final-anywhere']);
  });
});
