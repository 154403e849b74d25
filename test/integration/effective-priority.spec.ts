import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyDocument, PolicyVersion, PriorityRule } from '@overread/domain';
import type { PolicyTestResult, Problem, Study, Submission } from '@overread/wire';
import { StatShareBook } from '../../libs/features/src/routing/load/stat-share-book.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

const REASON = 'Over 40 % of the studies of this site are STAT';
const tooMuchStat: PriorityRule = {
  id: 'stat-share',
  name: 'Sites that ask for STAT too often',
  conditions: [{ attribute: 'siteStatShare', operator: 'at-least', value: 0.4 }],
  from: 'stat',
  to: 'urgent',
  reason: REASON,
};

interface Told {
  type: string;
  data: Record<string, unknown>;
}

describe('a policy on what STAT counts as', () => {
  let demo: DemoServer;
  let policyId: string;
  let document: PolicyDocument;
  let number: number;
  const asAdmin = <Body>(method: string, path: string, body?: object) =>
    demo.server.call<Body & Problem>(method, path, {
      token: demo.server.administrator.token,
      ...(body ? { body } : {}),
    });
  const outpatient = (changes: Partial<Submission> = {}) =>
    studyBody({ facility: 'mercy-north', priority: 'stat', patientClass: 'outpatient', ...changes });
  const submit = (changes: Partial<Submission> = {}) => demo.key('Mercy Health').studies.submit(outpatient(changes));
  const draft = async (priority: PriorityRule[]): Promise<number> => {
    const body = { document: { ...document, priority } };
    return (await asAdmin<PolicyVersion>('POST', `/policies/${policyId}/versions`, body)).body.number;
  };
  const activate = async (version: number): Promise<void> => {
    const path = `/policies/${policyId}/versions/${version}`;
    await asAdmin('POST', `${path}/test`, { samples: [outpatient()] });
    expect((await asAdmin('POST', `${path}/activate`)).status).toBe(200);
  };
  const prioritized = async ({ id }: Pick<Study, 'id'>): Promise<Told['data'][]> =>
    (
      await demo.server.asOwner<Told>(
        `select type, data from event where study_id = $1 and type = 'study.prioritized' order by position`,
        [id],
      )
    ).map(({ data }) => data);

  beforeAll(async () => {
    demo = await startDemoServer();
    const { items } = await (await demo.as('administrator')).client.policies.list();
    const network = items.find(({ scope }) => scope === 'network')!;
    policyId = network.id;
    document = network.versions[0]!.document as unknown as PolicyDocument;
    // Twelve of twenty of Mercy North are STAT, five of twenty of Mercy East.
    for (let count = 0; count < 20; count += 1) {
      await submit({ priority: count < 12 ? 'stat' : 'routine' });
      await submit({ facility: 'mercy-east', priority: count < 5 ? 'stat' : 'routine' });
    }
    await demo.server.clock.advance({ hours: 1 });
    number = await draft([tooMuchStat]);
    await activate(number);
  }, 120_000);
  afterAll(() => demo.close());

  it('handles it as the policy says from acceptance on, and tells the site what and why', async () => {
    const study = await submit();
    expect(study).toMatchObject({
      outcome: 'created',
      requestedPriority: 'stat',
      priority: 'urgent',
      priorityBasis: {
        source: 'policy',
        from: 'stat',
        reason: REASON,
        rule: { policyId, version: number, ruleId: 'stat-share', rule: tooMuchStat.name },
      },
    });
    const asked = await submit({ facility: 'mercy-east' });
    expect(asked).toMatchObject({ requestedPriority: 'stat', priority: 'stat', priorityBasis: null });
    // The clock runs by what it counts as.
    const target = (of: Study) => of.clocks.map(({ targetMinutes }) => targetMinutes);
    expect(target(study)[0]).toBeGreaterThan(target(asked)[0]!);
    expect(await prioritized(study)).toEqual([
      expect.objectContaining({ from: 'stat', to: 'urgent', requested: 'stat', source: 'policy', reason: REASON }),
    ]);
    const [decision] = await demo.server.asOwner<{ told: object; ruling: object }>(
      `select explanation -> 'told' as told, explanation -> 'ruling' as ruling from routing_decision where study_id = $1`,
      [study.id],
    );
    expect(decision?.told).toMatchObject({ siteStatShare: 0.6, asked: true });
    expect(decision?.ruling).toMatchObject({ ruleId: 'stat-share', from: 'stat', to: 'urgent' });
  });

  it('leaves emergencies and protocols what they were asked for, and gives it back when one turns out to be', async () => {
    expect(await submit({ patientClass: 'emergency' })).toMatchObject({ priority: 'stat', priorityBasis: null });
    expect(await submit({ protocol: 'trauma' })).toMatchObject({ priority: expect.not.stringMatching('urgent') });
    const body = outpatient();
    const lowered = await demo.key('Mercy Health').studies.submit(body);
    expect(lowered.priority).toBe('urgent');
    const found = await demo.key('Mercy Health').studies.submit({ ...body, patientClass: 'emergency' });
    expect(found).toMatchObject({ outcome: 'updated', priority: 'stat', priorityBasis: null });
    expect((await prioritized(found)).at(-1)).toMatchObject({
      from: 'urgent',
      to: 'stat',
      source: 'policy',
      reason: 'STAT of an emergency patient is never lowered',
    });
  });

  it('changes nothing for the same message again, and asks anew when the site asks for more', async () => {
    const body = outpatient({ priority: 'urgent' });
    const key = demo.key('Mercy Health');
    const first = await key.studies.submit(body);
    expect(first).toMatchObject({ priority: 'urgent', priorityBasis: null });
    const raised = await key.studies.submit({ ...body, priority: 'stat' });
    expect(raised).toMatchObject({ outcome: 'updated', requestedPriority: 'stat', priority: 'urgent' });
    expect(raised.priorityBasis?.reason).toBe(REASON);
    const again = await key.studies.submit({ ...body, priority: 'stat' });
    expect(again).toMatchObject({ outcome: 'unchanged', version: raised.version });
    expect((await prioritized(first)).map(({ from, to, source }) => [from, to, source])).toEqual([
      ['urgent', 'stat', 'submitter'],
      ['stat', 'urgent', 'policy'],
    ]);
  });

  it('yields to what a person says, then and later; a key only asks', async () => {
    const body = outpatient();
    const study = await demo.key('Mercy Health').studies.submit(body);
    const { client } = await demo.as('imaging@mercy.example');
    const said = await client.studies.changePriority(study.id, { priority: 'stat', reason: 'He got worse' });
    expect(said).toMatchObject({ priority: 'stat', priorityBasis: { source: 'submitter', reason: 'He got worse' } });
    const known = await demo.key('Mercy Health').studies.submit({ ...body, description: 'CT HEAD AND NECK' });
    expect(known).toMatchObject({ outcome: 'updated', priority: 'stat' });
    const byKey = await submit({ priority: 'routine' });
    const asked = await demo.key('Mercy Health').studies.changePriority(byKey.id, { priority: 'stat', reason: 'all' });
    expect(asked).toMatchObject({ requestedPriority: 'stat', priority: 'urgent', priorityBasis: { source: 'policy' } });
  });

  it('lets a person and a message of the same moment both have their say, the person’s the last', async () => {
    const body = outpatient();
    const key = demo.key('Mercy Health');
    const study = await key.studies.submit(body);
    const { client } = await demo.as('imaging@mercy.example');
    await Promise.all([
      client.studies.changePriority(study.id, { priority: 'stat', reason: 'He got worse' }),
      ...['A', 'B', 'C'].map((bodyPart) => key.studies.submit({ ...body, bodyPart }).catch(() => undefined)),
    ]);
    const after = await key.studies.submit({ ...body, bodyPart: 'NECK' });
    expect(after).toMatchObject({ priority: 'stat', priorityBasis: { source: 'submitter' } });
  });

  it('counts the share anew, of each site for itself, and knows nothing of a site that sent little', async () => {
    const book = demo.server.app.get(StatShareBook, { strict: false });
    await book.count();
    const harbour = {
      facility: 'harbour-infirmary',
      patient: { id: 'H9', issuer: 'HARBOUR', birthDate: '1961-03-04' },
    };
    const study = await demo.key('Harbour NHS Trust').studies.submit(outpatient({ ...harbour, payer: 'nhs' }));
    expect(study).toMatchObject({ priority: 'stat', priorityBasis: null });
    await demo.server.clock.advance({ days: 8 });
    await book.count();
    expect(await submit()).toMatchObject({ priority: 'stat', priorityBasis: null });
  });

  it('is tried before it decides: on past studies at their share of then, and on samples at any', async () => {
    const next = await draft([{ ...tooMuchStat, conditions: [{ ...tooMuchStat.conditions[0]!, value: 0.55 }] }]);
    const path = `/policies/${policyId}/versions/${next}`;
    const past = await asAdmin<PolicyTestResult>('POST', `${path}/test`, {
      from: '2026-11-22T00:00:00Z',
      until: '2026-11-23T00:00:00Z',
    });
    expect(past.body.rules[0]).toEqual({ ruleId: 'stat-share', name: tooMuchStat.name, matched: expect.any(Number) });
    expect(past.body.rules[0]!.matched).toBeGreaterThan(0);
    const samples = [outpatient()];
    const sample = (siteStatShare: number) =>
      asAdmin<PolicyTestResult>('POST', `${path}/test`, { samples, siteStatShare });
    const [much, little] = [await sample(0.6), await sample(0.5)];
    expect(much.body.items[0]!.after).toMatchObject({ priority: 'urgent', ruling: { reason: REASON, from: 'stat' } });
    expect(little.body.items[0]!.after).toMatchObject({ priority: 'stat', ruling: null });
    const diff = await asAdmin<{ items: object[] }>('GET', `/policies/${policyId}/diff?from=${number}&to=${next}`);
    expect(diff.body.items).toMatchObject([
      { what: 'priority', key: 'stat-share', kind: 'changed', fields: ['conditions'] },
    ]);
    const effective = await asAdmin<{ priority: object[] }>('GET', '/policies/effective?facility=mercy-north');
    expect(effective.body.priority).toMatchObject([
      { rule: { id: 'stat-share' }, origin: { scope: 'network', number } },
    ]);
  });

  it('is refused without a reason, and where it says what no policy may', async () => {
    const wrong = [
      { ...tooMuchStat, reason: '' },
      { ...tooMuchStat, id: 'b', to: 'routine' },
    ];
    const made = await asAdmin('POST', `/policies/${policyId}/versions`, {
      document: { ...document, priority: wrong },
    });
    expect(made.status).toBe(422);
    expect(made.body.errors?.map(({ path }) => path)).toEqual(['document.priority.1.to']);
    const unsaid = [{ ...tooMuchStat, reason: ' ' }];
    const silent = await asAdmin('POST', `/policies/${policyId}/versions`, {
      document: { ...document, priority: unsaid },
    });
    expect(silent.body.errors?.map(({ path, code }) => [path, code])).toEqual([
      ['priority.0.reason', 'priority/reason-required'],
    ]);
  });
});
