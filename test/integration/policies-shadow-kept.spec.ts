import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { finalAnywhere, type PolicyDocument, type PolicyVersion } from '@overread/domain';
import { LeaseKeeper } from '@overread/platform';
import type { PolicyShadowBody, PolicyShadowReport } from '@overread/wire';
import { ShadowEndsJob } from '../../libs/features/src/routing/shadow/shadow-ends.job.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

describe('what a version in shadow found', () => {
  let demo: DemoServer;
  let policyId: string;
  let document: PolicyDocument;
  beforeAll(async () => {
    demo = await startDemoServer();
    const { items } = await (await demo.as('administrator')).client.policies.list();
    const network = items.find(({ scope }) => scope === 'network')!;
    policyId = network.id;
    const inForce = network.versions.find(({ state }) => state === 'active')! as unknown as PolicyVersion;
    const plans = [...inForce.document.plans, finalAnywhere()];
    document = { ...inForce.document, plans, rules: [], fallback: finalAnywhere().name };
  });
  afterAll(() => demo.close());

  const call = async <Body>(method: string, path: string, body?: object, token = demo.server.administrator.token) =>
    (await demo.server.call<Body>(method, `/policies/${policyId}${path}`, { token, ...(body ? { body } : {}) })).body;
  const job = async () => {
    const lease = await demo.server.app.get(LeaseKeeper).acquire('by hand');
    if (!lease) throw new Error('no lease');
    await demo.server.app.get(ShadowEndsJob).once(lease);
    await demo.server.app.get(LeaseKeeper).release(lease);
  };

  it('is kept of each study for 90 days after its end, and as figures for ever', async () => {
    const { number } = await call<PolicyVersion>('POST', '/versions', { document });
    const until = new Date(demo.server.clock.now().getTime() + 3_600_000).toISOString();
    const { id } = await call<PolicyShadowBody>('POST', `/versions/${number}/shadow`, { until, reason: 'To see' });
    await demo.key('Mercy Health').studies.submit(studyBody({ facility: 'mercy-east' }));
    await demo.server.clock.advance({ minutes: 1 });
    const stopped = await call<PolicyShadowBody>('POST', `/versions/${number}/shadow/stop`);
    expect(Date.parse(stopped.keptUntil!) - Date.parse(stopped.endedAt!)).toBe(90 * 86_400_000);
    const report = (token?: string) => call<PolicyShadowReport>('GET', `/shadows/${id}`, undefined, token);
    const { figures } = await report();
    expect(figures).toMatchObject({ routings: 1, different: 1 });
    const rows = async () =>
      (await demo.server.asOwner('select from policy_shadow_routing where shadow_id = $1', [id])).length;
    await job();
    expect(await rows()).toBe(1);

    const back = `- interval '90 days'`;
    await demo.server.asOwner(`update policy_shadow_routing set at = at ${back} where shadow_id = $1`, [id]);
    await demo.server.asOwner(
      `update policy_shadow set started_at = started_at ${back}, ended_at = ended_at ${back} where id = $1`,
      [id],
    );
    await job();
    expect(await rows()).toBe(0);
    expect(await report()).toMatchObject({ figures, forgottenAt: expect.any(String) });
    expect(await call('GET', `/shadows/${id}/studies`)).toMatchObject({ items: [] });
    // They are over the studies of every health system.
    const hospital = await demo.as('Mercy Health');
    expect(await report(hospital.token())).toMatchObject({ figures: null });
  });
});
