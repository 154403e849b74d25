import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { finalAnywhere, type PolicyDocument, type PolicyVersion } from '@overread/domain';
import type { PolicyTestResult, Problem } from '@overread/wire';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';
import { startTestServer } from '../support/test-server.js';

type Version = PolicyVersion & Problem;

describe('versions of a policy', () => {
  let demo: DemoServer;
  let network: { id: string; versions: PolicyVersion[] };
  beforeAll(async () => {
    demo = await startDemoServer();
    const { items } = await (await demo.as('administrator')).client.policies.list();
    network = items.find(({ scope }) => scope === 'network') as unknown as typeof network;
  });
  afterAll(() => demo.close());

  const call = <Body = Version>(method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    demo.server.call<Body>(method, `/policies/${network.id}${path}`, {
      token: demo.server.administrator.token,
      headers,
      ...(body ? { body } : {}),
    });
  /** The network's document with everything of Mercy North read from anywhere. */
  const changed = (): PolicyDocument => {
    const document = network.versions.find(({ state }) => state === 'active')!.document;
    const rule = {
      id: 'elderly',
      name: 'The old are read from anywhere',
      conditions: [{ attribute: 'ageYears', operator: 'at-least' as const, value: 70 }],
      plan: 'final-anywhere',
    };
    return { ...document, plans: [...document.plans, finalAnywhere()], rules: [rule, ...document.rules] };
  };
  const draft = async () => (await call('POST', '/versions', { document: changed() })).body;
  const numberOf = async (state: string) =>
    (await call<{ versions: PolicyVersion[] }>('GET', '')).body.versions.find((each) => each.state === state)?.number;
  const samples = () => [studyBody({ facility: 'mercy-east' })];

  it('go from draft by a recorded test to active, and what was active is retired', async () => {
    const { number, version } = await draft();
    const early = await call('POST', `/versions/${number}/activate`);
    expect([early.status, early.body.code]).toEqual([409, 'policy/untested']);
    const stale = await call('POST', `/versions/${number}/test`, { samples: samples() }, { 'if-match': '"v9"' });
    expect(stale.status).toBe(412);
    const tested = await call<PolicyTestResult>('POST', `/versions/${number}/test`, { samples: samples() });
    expect(tested.body).toMatchObject({ kind: 'samples', studies: 1, changed: 1, actor: demo.server.administrator.id });
    const runs = await call<{ items: object[] }>('GET', `/versions/${number}/tests`);
    expect(runs.body.items).toEqual([expect.objectContaining({ id: tested.body.id, at: tested.body.at, studies: 1 })]);
    const unseen = await call('POST', `/versions/${number}/activate`, {}, { 'if-match': `"v${version}"` });
    expect([unseen.status, unseen.body.code]).toEqual([412, 'request/stale']);
    const before = await numberOf('active');
    const done = await call('POST', `/versions/${number}/activate`, {}, { 'if-match': `"v${version + 1}"` });
    expect([done.status, done.body.state]).toEqual([200, 'active']);
    expect(await numberOf('active')).toBe(number);
    expect(await call('POST', `/versions/${before}/activate`)).toMatchObject({
      status: 200,
      body: { state: 'active' },
    });
    const told = await demo.server.asOwner<{ type: string }>(
      `select type from event where type like 'policy.%' order by position`,
    );
    expect(told.map(({ type }) => type)).toEqual(['policy.tested', 'policy.activated', 'policy.activated']);
  });

  it('of two that are activated at once leave one in force, and the other to be tested again', async () => {
    const numbers = [(await draft()).number, (await draft()).number];
    for (const number of numbers) await call('POST', `/versions/${number}/test`, { samples: samples() });
    const answers = await Promise.all(numbers.map((number) => call('POST', `/versions/${number}/activate`)));
    expect(answers.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([200, 'policy/test-outdated']);
    const { versions } = (await call<{ versions: PolicyVersion[] }>('GET', '')).body;
    expect(versions.filter(({ state }) => state === 'active')).toHaveLength(1);
  });

  it('of the network keep their fallback, and one of them stays in force', async () => {
    const { fallback: _, ...without } = changed();
    const refused = await call('POST', '/versions', { document: without });
    expect([refused.status, refused.body.errors?.[0]]).toEqual([
      422,
      expect.objectContaining({ path: 'fallback', code: 'fallback/required' }),
    ]);
    const retired = await call('POST', `/versions/${await numberOf('active')}/retire`);
    expect([retired.status, retired.body.code]).toEqual([409, 'policy/last-of-network']);
  });

  it('are refused by the shape of their document, at its place', async () => {
    const document = { ...changed(), plans: [{ name: 'broken' }], rulez: [] };
    const refused = await call('POST', '/versions', { document });
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map(({ path }) => path)).toEqual(['document.plans.0.reads', 'document']);
  });

  it('are tested on a known study as before', async () => {
    const { client } = await demo.as('administrator');
    const study = await demo.key('Mercy Health').studies.submit(studyBody({ facility: 'mercy-east' }));
    const { number } = await draft();
    const tried = await client.policies.test(network.id, number, { studyId: study.id });
    expect(tried).toMatchObject({ plan: 'final-anywhere', ruleId: 'elderly', kind: 'study', studies: 1 });
    const nobody = await call('POST', `/versions/${number}/test`, { studyId: network.id });
    expect([nobody.status, nobody.body.code]).toEqual([404, 'study/not-found']);
  });

  it('are tested on the studies of a period, each under what is in force and under the version', async () => {
    const submit = (birthDate: string) =>
      demo.key('Harbour NHS Trust').studies.submit(
        studyBody({
          facility: 'harbour-infirmary',
          patient: { id: `MRN-${birthDate}`, birthDate },
          images: 'at-source',
          priority: 'urgent',
        }),
      );
    await demo.server.clock.advance({ minutes: 60 });
    const from = demo.server.clock.now().toISOString();
    const [old, young] = [await submit('1940-01-01'), await submit('1990-01-01')];
    await demo.server.clock.advance({ minutes: 60 });
    const until = demo.server.clock.now().toISOString();
    const { number } = await draft();
    const tried = await call<PolicyTestResult>('POST', `/versions/${number}/test`, { from, until });
    const { items, rules, ...sums } = tried.body;
    expect(sums).toMatchObject({ kind: 'period', studies: 2, truncated: false });
    expect(items.map(({ studyId, after }) => [studyId, after.ruleId])).toEqual([
      [old.id, 'elderly'],
      [young.id, null],
    ]);
    expect(rules.find(({ ruleId }) => ruleId === 'elderly')?.matched).toBe(1);
    expect(sums.found).toBe(2);
  });

  it('are tested on a sample of a period that has more studies, spread over it and the same each time', async () => {
    await demo.server.clock.advance({ minutes: 60 });
    const from = demo.server.clock.now().toISOString();
    const ids: string[] = [];
    for (let place = 0; place < 9; place += 1) {
      const patient = { id: `MRN-of-nine-${place}`, birthDate: '1960-01-01' };
      const body = studyBody({ facility: 'harbour-infirmary', patient, images: 'at-source' });
      ids.push((await demo.key('Harbour NHS Trust').studies.submit(body)).id);
      await demo.server.clock.advance({ minutes: 60 });
    }
    const until = demo.server.clock.now().toISOString();
    const { number } = await draft();
    const { body } = await call<PolicyTestResult>('POST', `/versions/${number}/test`, { from, until, limit: 4 });
    // The last twelve digits of an id are drawn at random.
    const chosen = ids.toSorted((a, b) => (a.slice(-12) < b.slice(-12) ? -1 : 1)).slice(0, 4);
    expect(body.items.map(({ studyId }) => studyId)).toEqual(ids.filter((id) => chosen.includes(id)));
    expect([body.found, body.studies, body.truncated]).toEqual([9, 4, true]);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, 'studyId'],
    [
      'two ways at once',
      { studyId: crypto.randomUUID(), from: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' },
      'studyId',
    ],
    ['half a period', { from: '2026-01-01T00:00:00Z' }, 'until'],
    ['a period that ends first', { from: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }, 'until'],
    ['a sample of nowhere', { samples: [studyBody({ facility: 'atlantis' })] }, 'samples.0.facility'],
  ])('are not tested on %s', async (_, body, path) => {
    const refused = await call('POST', '/versions/1/test', body);
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, path]);
  });

  it('of a facility are not tested on another’s studies', async () => {
    const { items } = await (await demo.as('administrator')).client.policies.list();
    const own = items.find(({ scope }) => scope === 'facility')!;
    const answer = await demo.server.call<Problem>('POST', `/policies/${own.id}/versions/1/test`, {
      token: demo.server.administrator.token,
      body: { samples: samples() },
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'policy/elsewhere']);
  });
});

describe('an empty installation', () => {
  it('gets its first network policy without a test: until then no study has a plan of its own', async () => {
    const server = await startTestServer();
    const { token } = server.administrator;
    const document = { plans: [finalAnywhere()], rules: [], fallback: 'final-anywhere' };
    const body = { scope: 'network', name: 'Network', document };
    const { body: made } = await server.call<{ id: string }>('POST', '/policies', { token, body });
    const first = await server.call<Version>('POST', `/policies/${made.id}/versions/1/activate`, { token });
    expect([first.status, first.body.state]).toEqual([200, 'active']);
    await server.close();
  });
});
