import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { offshorePreliminaryOnshoreFinal, type PolicyDocument, type PolicyVersion } from '@overread/domain';
import { LeaseKeeper } from '@overread/platform';
import type { EffectivePolicyBody, JurisdictionRuleBody, PolicyFinding, Problem } from '@overread/wire';
import { ForbiddenPoliciesJob } from '../../libs/features/src/routing/jurisdictions/forbidden-policies.job.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

const GB = '01900000-0000-7000-8000-000000000001';

describe('what a jurisdiction asks of plans', () => {
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

  const call = async <Body>(
    method: string,
    path: string,
    body?: object,
    more: { ifMatch?: number; token?: string } = {},
  ) =>
    demo.server.call<Body & Problem>(method, path, {
      token: more.token ?? demo.server.administrator.token,
      ...(body ? { body } : {}),
      ...(more.ifMatch === undefined ? {} : { headers: { 'If-Match': `"v${more.ifMatch}"` } }),
    });
  const terms = (changes: object = {}) => ({
    country: 'IE',
    rule: 'finaliserMustBePreliminaryReader',
    source: 'Faculty of Radiologists',
    validFrom: '2020-01-01',
    reason: 'asked by counsel',
    ...changes,
  });
  const record = (changes: object = {}, token?: string) =>
    call<JurisdictionRuleBody>('POST', '/jurisdiction-rules', terms(changes), token ? { token } : {});
  const list = async (query = '', token?: string) =>
    (
      await call<{ items: JurisdictionRuleBody[] }>(
        'GET',
        `/jurisdiction-rules${query}`,
        undefined,
        token ? { token } : {},
      )
    ).body.items;
  const settle = async () => {
    const lease = await demo.server.app.get(LeaseKeeper).acquire('by hand');
    if (!lease) throw new Error('no lease');
    await demo.server.app.get(ForbiddenPoliciesJob).once(lease);
    await demo.server.app.get(LeaseKeeper).release(lease);
  };
  const told = async () =>
    demo.server.asOwner<{ type: string; data: { findings: number } }>(
      `select type, data from event where type in ('policy.forbidden', 'policy.permitted') order by position`,
    );
  const split = offshorePreliminaryOnshoreFinal();
  /** A version that gives Harbour's studies a plan that Great Britain forbids. */
  const draft = async () => {
    const conditions = [{ attribute: 'facility', operator: 'equals', value: 'harbour-infirmary' }] as const;
    const rule = { id: 'split', name: 'Split', conditions: [...conditions], plan: 'split-anyway' };
    const changed = {
      ...document,
      plans: [...document.plans, { ...split, name: 'split-anyway' }],
      rules: [rule, ...document.rules],
    };
    const { body } = await call<PolicyVersion>('POST', `/policies/${policyId}/versions`, { document: changed });
    await call('POST', `/policies/${policyId}/versions/${body.number}/test`, {
      samples: [studyBody({ facility: 'harbour-infirmary' })],
    });
    return body.number;
  };
  const activate = (number: number) => call('POST', `/policies/${policyId}/versions/${number}/activate`, {});
  const forbidden = async () => (await (await demo.as('administrator')).client.policies.get(policyId)).forbidden;

  it('comes with what the product knows, each with its source', async () => {
    const rules = await list();
    expect(rules.map(({ country, rule, number, validFrom }) => [country, rule, number, validFrom])).toEqual([
      ['DE', 'stepBeforeExam', 1, '2018-12-31'],
      ['GB', 'finaliserMustBePreliminaryReader', 1, '2016-12-01'],
    ]);
    expect(rules.every(({ source }) => source.length > 10)).toBe(true);
  });

  it('is everybody’s to read who signs in, and an administrator’s to write', async () => {
    for (const who of ['auditor', 'manager@thames.example', 'imaging@harbour.example', 'Eleanor Shaw']) {
      const token = (await demo.as(who)).token();
      expect(await list('', token)).toHaveLength(2);
      for (const [path, body] of [
        ['', terms()],
        [`/${GB}/versions`, terms()],
        [`/${GB}/end`, { validUntil: '2030-01-01', reason: 'why' }],
      ] as const) {
        expect((await call('POST', `/jurisdiction-rules${path}`, body, { token })).status).toBe(403);
      }
    }
  });

  it('is refused where it is faulty or told twice, with the field and the rule', async () => {
    const faulty = await record({ rule: 'readingPlace', parameters: { issues: ['final'] }, validUntil: '2019-01-01' });
    expect([faulty.status, faulty.body.errors?.map(({ path }) => path)]).toEqual([
      422,
      ['validUntil', 'parameters.tiers'],
    ]);
    const twice = await record({ country: 'GB' });
    expect([twice.status, twice.body.code]).toEqual([409, 'jurisdiction/exists']);
  });

  it('is recorded once by two who record the same at once', async () => {
    const both = await Promise.all([record({ country: 'FR' }), record({ country: 'FR' })]);
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['201', '409']);
    expect(await list('?country=FR')).toHaveLength(1);
  });

  it('is corrected by a new version; of two who correct it at once one is told to look again', async () => {
    const { body: made } = await record({ country: 'NL' });
    await demo.server.clock.advance({ minutes: 1 });
    const correct = (source: string, ifMatch: number) => {
      const { rule: _, ...rest } = terms({ country: 'NL', source });
      return call<JurisdictionRuleBody>('POST', `/jurisdiction-rules/${made.id}/versions`, rest, { ifMatch });
    };
    const both = await Promise.all([correct('first', 1), correct('second', 1)]);
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(both.filter(({ status }) => [409, 412].includes(status))).toHaveLength(1);
    expect((await correct('third', 1)).status).toBe(412);
    expect((await correct('third', 2)).body).toMatchObject({ number: 3, source: 'third' });
    const versions = await list('?country=NL');
    expect(versions.map(({ number, supersededAt }) => [number, supersededAt === null])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
    // What was known while the first stood is the first.
    expect((await list(`?country=NL&at=${made.recordedAt}`)).map(({ number }) => number)).toEqual([1]);
    const told = await demo.server.asOwner<{ version: number }>(
      `select version from event where type = 'jurisdiction.changed' and data ->> 'jurisdictionRuleId' = $1 order by position`,
      [made.id],
    );
    expect(told.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('is nobody’s to write past the API: the database refuses whoever is no administrator', async () => {
    const scope = { kind: 'principal', principalId: GB, role: 'auditor', organizationIds: [] } as never;
    await expect(
      demo.server.database.transaction(scope, (tx) =>
        tx.read(`update jurisdiction_rule set source = 'mine' returning id`),
      ),
    ).rejects.toThrow();
  });

  it('bars a plan from being put in force, and the finding names the record', async () => {
    const number = await draft();
    const refused = await activate(number);
    expect([refused.status, refused.body.code]).toEqual([409, 'policy/forbidden']);
    const lint = await call<{ items: PolicyFinding[] }>('GET', `/policies/${policyId}/versions/${number}/lint`);
    expect(lint.body.items.find(({ code }) => code === 'plan/forbidden')?.jurisdictionRule).toEqual({
      id: GB,
      number: 1,
    });
  });

  it('is told and shown where it comes to forbid what is in force, and no study goes without an owner', async () => {
    await settle();
    const before = (await told()).length;
    const ended = await call<JurisdictionRuleBody>('POST', `/jurisdiction-rules/${GB}/end`, {
      validUntil: '2020-01-01',
      reason: 'repealed',
    });
    expect(ended.body).toMatchObject({ number: 2, validUntil: '2020-01-01', recordedBy: demo.server.administrator.id });
    expect((await activate(await draft())).status).toBe(200);
    await settle();
    expect(await forbidden()).toEqual([]);
    const allowed = await demo.key('Harbour NHS Trust').studies.submit(studyBody({ facility: 'harbour-infirmary' }));
    const { rule: _, ...again } = terms({ country: 'GB', source: 'RCR 2027', validFrom: '2016-12-01' });
    await call('POST', `/jurisdiction-rules/${GB}/versions`, again);
    await settle();
    await settle();
    expect(await forbidden()).toEqual([
      expect.objectContaining({ jurisdictionRuleId: GB, jurisdictionRuleNumber: 3, path: 'rules.0.plan' }),
    ]);
    expect((await told()).slice(before)).toEqual([
      { type: 'policy.forbidden', data: expect.objectContaining({ policyId, findings: 1, jurisdictionRuleIds: [GB] }) },
    ]);
    const study = await demo.key('Harbour NHS Trust').studies.submit(studyBody({ facility: 'harbour-infirmary' }));
    const decisions = await demo.server.asOwner<{ studyId: string; by: { id: string; number: number }[] | null }>(
      `select study_id as "studyId", explanation -> 'forbiddenBy' as by from routing_decision
       where plan = 'split-anyway' order by at, id`,
    );
    const of = (id: string) => decisions.filter(({ studyId }) => studyId === id).map(({ by }) => by);
    // What was decided before stays as it was decided; what is decided now says what it breaks, and has its reads.
    expect(of(allowed.id)).toEqual([null]);
    expect(of(study.id)).toEqual([[expect.objectContaining({ id: GB, number: 3 })]]);
    expect(study.reads.length).toBeGreaterThan(0);
  });

  it('is shown beside what routes a facility, and is told when it is so no more', async () => {
    const effective = async () =>
      (await call<EffectivePolicyBody>('GET', '/policies/effective?facility=harbour-infirmary')).body.jurisdictionRules;
    expect((await effective()).map(({ id, number }) => [id, number])).toEqual([[GB, 3]]);
    await call(
      'POST',
      `/jurisdiction-rules/${GB}/end`,
      { validUntil: '2016-12-01', reason: 'withdrawn' },
      { ifMatch: 3 },
    );
    expect(await effective()).toEqual([]);
    await settle();
    expect(await forbidden()).toEqual([]);
    expect((await told()).at(-1)?.type).toBe('policy.permitted');
  });
});
