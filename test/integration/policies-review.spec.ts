import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { finalAnywhere, type PolicyDocument, type PolicyVersion } from '@overread/domain';
import {
  policyDocument,
  type EffectivePolicyBody,
  type PolicyDiff,
  type PolicyFinding,
  type Problem,
} from '@overread/wire';
import { studyBody } from '../support/demo-studies.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';

describe('what policies amount to', () => {
  let demo: DemoServer;
  let network: { id: string; versions: PolicyVersion[] };
  let hospital: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    const { items } = await (await demo.as('administrator')).client.policies.list();
    network = items.find(({ scope }) => scope === 'network') as unknown as typeof network;
    hospital = await demo.as('imaging@mercy.example');
  });
  afterAll(() => demo.close());

  const get = <Body>(path: string, token = demo.server.administrator.token) =>
    demo.server.call<Body & Problem>('GET', `/policies/${path}`, { token });
  const documentInForce = () => network.versions.find(({ state }) => state === 'active')!.document;

  it('is shown for a facility in the order rules are tried, each line with its origin', async () => {
    const { body } = await get<EffectivePolicyBody>('effective?facility=mercy-north');
    expect(body.facility).toMatchObject({ code: 'mercy-north', name: 'Mercy North Hospital' });
    expect(body.origins.map(({ scope }) => scope)).toEqual(['facility', 'network']);
    expect(body.rules.map(({ rule, origin }) => [origin.scope, rule.id])).toEqual([
      ['facility', 'always'],
      ...documentInForce().rules.map(({ id }) => ['network', id]),
    ]);
    expect(body.rules[0]?.planOrigin).toMatchObject({ scope: 'network', number: 1 });
    expect(body.settings.pediatricBelowYears).toMatchObject({ value: 16, origin: { scope: 'network' } });
    const east = await get<EffectivePolicyBody>('effective?facility=mercy-east');
    expect(east.body.origins.map(({ scope }) => scope)).toEqual(['network']);
  });

  it('is told to a hospital of its own facilities only', async () => {
    const ask = async (code: string) => (await get<object>(`effective?facility=${code}`, hospital.token())).status;
    expect(await ask('mercy-east')).toBe(200);
    expect(await ask('harbour-infirmary')).toBe(404);
    expect(await ask('atlantis')).toBe(404);
    expect((await get('effective')).body.errors?.[0]).toMatchObject({ path: 'facility', code: 'required' });
  });

  it('differs between two versions by rule, plan and setting', async () => {
    const { token } = demo.server.administrator;
    const before = documentInForce();
    const [first, ...rest] = before.rules;
    const after: PolicyDocument = {
      ...before,
      plans: [...before.plans, finalAnywhere()],
      rules: [...rest, { ...first!, name: 'Under sixteen' }],
      pediatricBelowYears: 14,
    };
    await demo.server.call('POST', `/policies/${network.id}/versions`, { token, body: { document: after } });
    const { body } = await get<PolicyDiff>(`${network.id}/diff`);
    expect([body.from, body.to]).toEqual([1, 2]);
    expect(body.items.map(({ what, key, kind, fields }) => [what, key, kind, fields])).toEqual([
      ['rule', 'pediatric', 'changed', ['name']],
      ['rule', 'pediatric', 'moved', []],
      ['plan', 'final-anywhere', 'added', []],
      ['setting', 'pediatricBelowYears', 'changed', []],
    ]);
    expect((await get<PolicyDiff>(`${network.id}/diff?from=2&to=2`)).body.items).toEqual([]);
    expect((await get(`${network.id}/diff?from=7`)).status).toBe(404);
  });

  it('leaves as a file and comes back as a draft, the same to the last line', async () => {
    const exported = await get<PolicyDocument>(`${network.id}/versions/1/document`);
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename="policy.json"');
    expect(exported.body).toEqual(documentInForce());
    const imported = await demo.server.call<PolicyVersion>('POST', `/policies/${network.id}/versions`, {
      token: demo.server.administrator.token,
      body: { document: exported.body },
    });
    expect(imported.body).toMatchObject({ state: 'draft', document: exported.body });
    const diff = await get<PolicyDiff>(`${network.id}/diff?from=1&to=${imported.body.number}`);
    expect(diff.body.items).toEqual([]);
  });

  it('is linted, and a plan that a country forbids is not put in force there', async () => {
    const { token } = demo.server.administrator;
    const ask = <Body>(path: string, body?: object) =>
      demo.server.call<Body & Problem>(body ? 'POST' : 'GET', `/policies/${network.id}/${path}`, {
        token,
        ...(body ? { body } : {}),
      });
    const before = documentInForce();
    const split = { id: 'split', name: 'Split', conditions: [], plan: 'offshore-preliminary-onshore-final' };
    const { body: drafted } = await ask<PolicyVersion>('versions', {
      document: { ...before, rules: [split, ...before.rules] },
    });
    const lint = await ask<{ items: PolicyFinding[] }>(`versions/${drafted.number}/lint`);
    const codes = lint.body.items.map(({ severity, path, code }) => `${severity} ${path} ${code}`);
    expect(codes[0]).toBe('error rules.0.plan plan/forbidden');
    expect(codes).toContain('warning rules.3 rule/unreachable');
    await ask(`versions/${drafted.number}/test`, { samples: [studyBody()] });
    const refused = await ask(`versions/${drafted.number}/activate`, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'policy/forbidden']);
    expect(refused.body.errors?.[0]).toMatchObject({ path: 'rules.0.plan', code: 'plan/forbidden' });
    expect((await ask<{ items: object[] }>('versions/1/lint')).body.items).toEqual([]);
  });

  it('names the rules that had 90 days to match and did not', async () => {
    await demo.key('Mercy Health').studies.submit(studyBody({ protocol: 'stroke', priority: 'critical' }));
    await demo.server.asOwner(
      `update policy_version set activated_at = activated_at - interval '91 days'
      where policy_id = $1 and number = 1`,
      [network.id],
    );
    const { body } = await get<{ items: PolicyFinding[] }>(`${network.id}/versions/1/lint`);
    const idle = body.items.filter(({ code }) => code === 'rule/unmatched').map(({ path }) => path);
    const ids = documentInForce().rules.map(({ id }) => id);
    expect(idle).toEqual(ids.flatMap((id, place) => (id === 'stroke' ? [] : [`rules.${place}`])));
    const [first, ...others] = documentInForce().rules;
    const changed = { ...documentInForce(), rules: [{ ...first!, conditions: [] }, ...others] };
    const { token } = demo.server.administrator;
    const { body: drafted } = await demo.server.call<PolicyVersion>('POST', `/policies/${network.id}/versions`, {
      token,
      body: { document: changed },
    });
    const lint = await get<{ items: PolicyFinding[] }>(`${network.id}/versions/${drafted.number}/lint`);
    expect(lint.body.items.map(({ path, code }) => `${path} ${code}`)).not.toContain('rules.0 rule/unmatched');
  });

  it('has a published JSON Schema, which the demo’s own documents fit', async () => {
    const { body } = await get<{ $id: string; properties: object }>('schema');
    expect(body.$id).toBe('urn:overread:schema:policy');
    expect(Object.keys(body.properties)).toEqual([
      'plans',
      'rules',
      'priority',
      'fallback',
      'pediatricBelowYears',
      'coverage',
      'sampling',
      'grading',
    ]);
    for (const { document } of network.versions) expect(policyDocument.safeParse(document).error).toBeUndefined();
  });
});
