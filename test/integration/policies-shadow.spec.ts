import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  asId,
  finalAnywhere,
  fullAllowance,
  type PolicyDocument,
  type PolicyVersion,
  type Role,
} from '@overread/domain';
import { LeaseKeeper } from '@overread/platform';
import type { PolicyShadowBody, PolicyShadowReport, Problem, ShadowStudy, Submission } from '@overread/wire';
import { ShadowEndsJob } from '../../libs/features/src/routing/shadow/shadow-ends.job.js';
import { OVER_ALLOWANCE, ShadowRecorder } from '../../libs/features/src/routing/shadow/shadow-recorder.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';
import { liveClient } from '../support/live.js';
import { startTestServer } from '../support/test-server.js';

type Shadow = PolicyShadowBody & Problem;
type Report = PolicyShadowReport & { figures: NonNullable<PolicyShadowReport['figures']> };
interface Policy {
  id: string;
  scope: string;
  versions: PolicyVersion[];
}

const DAY_MINUTES = 24 * 60;

describe('a version in shadow', () => {
  let demo: DemoServer;
  let network: Policy;
  beforeAll(async () => {
    demo = await startDemoServer();
    network = (await policies()).find(({ scope }) => scope === 'network')!;
  });
  afterAll(() => demo.close());

  const policies = async () =>
    (await (await demo.as('administrator')).client.policies.list()).items as unknown as Policy[];
  const call = <Body = Shadow>(method: string, path: string, body?: object, token = demo.server.administrator.token) =>
    demo.server.call<Body>(method, `/policies/${network.id}${path}`, { token, ...(body ? { body } : {}) });
  /** The network's document with the old read from anywhere, and the rest as it is. */
  const elderly = (): PolicyDocument => {
    const { document } = network.versions.find(({ state }) => state === 'active')!;
    const rule = {
      id: 'elderly',
      name: 'The old are read from anywhere',
      conditions: [{ attribute: 'ageYears', operator: 'at-least' as const, value: 70 }],
      plan: 'final-anywhere',
    };
    return { ...document, plans: [...document.plans, finalAnywhere()], rules: [rule, ...document.rules] };
  };
  const draft = async (document = elderly()) => (await call<PolicyVersion>('POST', '/versions', { document })).body;
  const inMinutes = (minutes: number) => new Date(demo.server.clock.now().getTime() + minutes * 60_000).toISOString();
  const start = (number: number, changes: object = {}) =>
    call('POST', `/versions/${number}/shadow`, {
      until: inMinutes(DAY_MINUTES),
      reason: 'Before the move',
      ...changes,
    });
  const stop = (number: number) => call('POST', `/versions/${number}/shadow/stop`);
  const report = async ({ id }: { id: string }, token?: string) =>
    (await call<Report>('GET', `/shadows/${id}`, undefined, token)).body;
  const differing = async ({ id }: { id: string }, query = '', token?: string) =>
    (
      await call<{ items: ShadowStudy[]; next: string | null }>(
        'GET',
        `/shadows/${id}/studies${query}`,
        undefined,
        token,
      )
    ).body;
  const old = (changes: Partial<Submission> = {}) => studyBody({ patient: patient('1940-01-01'), ...changes });
  const young = (changes: Partial<Submission> = {}) => studyBody({ patient: patient('1990-01-01'), ...changes });
  let people = 0;
  const patient = (birthDate: string) => ({ id: `P${people++}`, issuer: 'P', birthDate, sex: 'F' as const });
  const mercy = () => demo.key('Mercy Health').studies;
  const harbour = () => demo.key('Harbour NHS Trust').studies;
  const ended = async () =>
    (
      await demo.server.asOwner<{ data: Record<string, unknown> }>(
        `select data from event where type = 'policy.shadow-ended' order by position`,
      )
    ).map(({ data }) => data);
  const job = async () => {
    const lease = await demo.server.app.get(LeaseKeeper).acquire('by hand');
    if (!lease) throw new Error('no lease');
    await demo.server.app.get(ShadowEndsJob).once(lease);
    await demo.server.app.get(LeaseKeeper).release(lease);
  };

  afterEach(async () => {
    const { items } = (await call<{ items: PolicyShadowBody[] }>('GET', '/shadows')).body;
    for (const { endedAt, number } of items) if (endedAt === null) await stop(number);
  });

  it('routes live studies beside what is in force, and both are kept', async () => {
    const { number } = await draft();
    const started = await start(number);
    expect([started.status, started.body]).toEqual([
      201,
      expect.objectContaining({ number, againstNumber: 1, endedAt: null, startedBy: demo.server.administrator.id }),
    ]);
    const shown = await mercy().submit(old({ facility: 'mercy-east' }));
    await mercy().submit(young({ facility: 'mercy-east' }));
    await harbour().submit(young({ facility: 'harbour-infirmary', priority: 'urgent' }));

    const { figures } = await report(started.body);
    expect(figures).toMatchObject({ routings: 3, studies: 3, same: 2, different: 1, errors: 0 });
    expect(figures.byDifference).toContainEqual({ difference: 'plan', studies: 1 });
    expect(figures.byFacility.map(({ facility, different, studies }) => [facility.code, different, studies])).toEqual([
      ['mercy-east', 1, 2],
      ['harbour-infirmary', 0, 1],
    ]);
    expect(figures.byModalityFamily).toEqual([{ modalityFamily: 'CT', studies: 3, different: 1, errors: 0 }]);
    expect(figures.byPriority.map(({ priority }) => priority)).toEqual(['stat', 'urgent']);

    const { items } = await differing(started.body);
    expect(items).toHaveLength(1);
    const { before, after, ...study } = items[0]!;
    expect(study).toMatchObject({ studyId: shown.id, accessionNumber: shown.accessionNumber, failure: null });
    expect([before?.plan, before?.ruleId, after?.plan, after?.ruleId]).toEqual([
      expect.not.stringMatching('final-anywhere'),
      expect.not.stringMatching('elderly'),
      'final-anywhere',
      'elderly',
    ]);
    // What is in force is what the study really got.
    expect(before?.reads.map(({ issues, dueAt }) => [issues, dueAt])).toEqual(
      shown.reads.map(({ issues, dueAt }) => [issues, dueAt]),
    );
    expect(after?.reads[0]?.ladder[0]?.groups.length).toBeGreaterThan(before!.reads[0]!.ladder[0]!.groups.length);
    expect(after?.reads[0]?.firstStepReaders).toBeGreaterThan(0);
    const kept = await demo.server.asOwner<{ plan: string; inForce: string[]; same: boolean }>(
      `select d.plan, r.in_force as "inForce", r.sides is null as same from policy_shadow_routing r
       join routing_decision d on d.id = r.id where r.study_id = $1`,
      [shown.id],
    );
    expect(kept).toEqual([{ plan: before?.plan, inForce: [network.versions[0]!.id], same: false }]);
    await stop(number);
  });

  it('is routed by again whenever the study is, until reading has begun', async () => {
    const { number } = await draft();
    const { body: shadow } = await start(number);
    const { images: _, ...body } = old({ facility: 'mercy-east', priority: 'routine', patientClass: 'outpatient' });
    const study = await mercy().submit(body);
    expect((await report(shadow)).figures).toMatchObject({ routings: 1, studies: 1, due: { earlier: 0, later: 0 } });
    const { client } = await demo.as('administrator');
    await client.studies.imagesComplete(study.id);
    const { figures } = await report(shadow);
    expect(figures).toMatchObject({ routings: 2, studies: 1 });
    const reader = await demo.signOn('Grace Okafor');
    const readId = study.reads[0]!.id;
    await client.reads.assign(readId, { readerId: reader.readerId!, reason: 'Test' });
    await reader.client.reads.accept(readId, {});
    await reader.client.reads.open(readId, {});
    await client.studies.changePriority(study.id, { priority: 'urgent', reason: 'Test' });
    expect((await report(shadow)).figures).toMatchObject({ routings: 2, studies: 1 });
    await stop(number);
  });

  it('never hurts the study: what goes wrong is the shadow’s own', async () => {
    const { id, number } = await draft();
    const document = { plans: [], rules: [{ id: 'broken' }], fallback: 'none' };
    await demo.server.asOwner(`update policy_version set document = $2 where id = $1`, [id, document]);
    const { body: shadow } = await start(number);
    const study = await mercy().submit(old({ facility: 'mercy-east' }));
    expect(study.reads.length).toBeGreaterThan(0);
    expect((await report(shadow)).figures).toMatchObject({ studies: 1, same: 0, different: 0, errors: 1 });
    const { items } = await differing(shadow);
    expect(items).toEqual([
      expect.objectContaining({ studyId: study.id, failure: expect.any(String), before: null, after: null }),
    ]);
    await stop(number);
    expect((await ended()).at(-1)).toMatchObject({ number, ended: 'stopped', studies: 1, errors: 1 });
  });

  it('takes no more than its share of the server’s time: what it has none left for is kept as skipped', async () => {
    const { number } = await draft();
    const { body: shadow } = await start(number);
    const recorder = demo.server.app.get(ShadowRecorder);
    // As after a quarter of an hour of the slowest draft.
    Object.assign(recorder, { allowance: { leftMs: -90_000, atMs: performance.now() } });
    const study = await mercy().submit(old({ facility: 'mercy-east' }));
    const { items } = await differing(shadow);
    expect(items.map(({ studyId, failure }) => [studyId, failure])).toEqual([[study.id, OVER_ALLOWANCE]]);
    Object.assign(recorder, { allowance: fullAllowance(performance.now()) });
    await mercy().submit(old({ facility: 'mercy-east' }));
    expect((await report(shadow)).figures).toMatchObject({ studies: 2, different: 1, errors: 1 });
  });

  it('is told beside the study what a rule of it asks for, though no policy in force does', async () => {
    const document = elderly();
    const [rule] = document.rules;
    const asking = { ...rule!, conditions: [{ attribute: 'queueLength', operator: 'at-least' as const, value: 0 }] };
    const { number } = await draft({ ...document, rules: [asking, ...document.rules.slice(1)] });
    const { body: shadow } = await start(number);
    const study = await mercy().submit(young({ facility: 'mercy-east' }));
    const { items } = await differing(shadow);
    expect(items.map(({ studyId, after }) => [studyId, after?.ruleId])).toEqual([[study.id, 'elderly']]);
    const [told] = await demo.server.asOwner<{ load: object }>(
      `select explanation -> 'told' -> 'load' as load from routing_decision where study_id = $1`,
      [study.id],
    );
    expect(told?.load).toMatchObject({ queueLength: expect.any(Number) });
  });

  it('is told live when it starts and ends, with what it came to, and asked for twice it starts once', async () => {
    const live = liveClient(demo.server.url, { token: demo.server.administrator.token });
    await live.subscribe('network');
    const { number } = await draft();
    const body = { until: inMinutes(60), reason: 'Before the move' };
    const headers = { 'idempotency-key': 'shadow-once' };
    const ask = () =>
      demo.server.call<Shadow>('POST', `/policies/${network.id}/versions/${number}/shadow`, {
        token: demo.server.administrator.token,
        headers,
        body,
      });
    const [first, again] = [await ask(), await ask()];
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    await mercy().submit(old({ facility: 'mercy-east' }));
    await stop(number);
    await live.until(() => live.events.some(({ type }) => type === 'policy.shadow-ended'));
    const told = live.events.filter(({ type }) => type.startsWith('policy.shadow'));
    expect(told.map(({ type, data }) => [type, data])).toEqual([
      ['policy.shadow-started', { policyId: network.id, shadowId: first.body.id, number, until: body.until }],
      [
        'policy.shadow-ended',
        {
          policyId: network.id,
          shadowId: first.body.id,
          number,
          ended: 'stopped',
          studies: 1,
          same: 0,
          different: 1,
          errors: 0,
        },
      ],
    ]);
    live.close();
  });

  it('is one at a time, also of two that are started at once', async () => {
    const numbers = [(await draft()).number, (await draft()).number];
    const answers = await Promise.all(numbers.map((number) => start(number)));
    expect(answers.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([201, 'policy/shadowed']);
    const running = answers.find(({ status }) => status === 201)!.body;
    const { items } = (await call<{ items: PolicyShadowBody[] }>('GET', '/shadows')).body;
    expect(items.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)).toEqual([running.id]);
    expect((await stop(running.number)).body).toMatchObject({ ended: 'stopped', version: 2 });
    expect((await stop(running.number)).body).toMatchObject({ ended: 'stopped', version: 2 });
    const other = numbers.find((number) => number !== running.number)!;
    const never = await stop(other);
    expect([never.status, never.body.code]).toEqual([404, 'policy/shadow-not-found']);
  });

  it('is refused with what is wrong at its place', async () => {
    const { number } = await draft();
    const active = await start(1);
    expect([active.status, active.body.code]).toEqual([409, 'policy/shadow-state']);
    for (const [changes, path] of [
      [{ until: inMinutes(-1) }, 'until'],
      [{ until: inMinutes(14 * DAY_MINUTES + 1) }, 'until'],
      [{ reason: ' ' }, 'reason'],
    ] as const) {
      const refused = await start(number, changes);
      expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, path]);
    }
    const stale = await demo.server.call<Problem>('POST', `/policies/${network.id}/versions/${number}/shadow`, {
      token: demo.server.administrator.token,
      headers: { 'if-match': '"v9"' },
      body: { until: inMinutes(60), reason: 'Test' },
    });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
  });

  it('routes nothing at its end and later, and is then ended by itself, as of then', async () => {
    const { number } = await draft();
    const until = inMinutes(30);
    const { body: shadow } = await start(number, { until });
    await mercy().submit(old({ facility: 'mercy-east' }));
    await demo.server.clock.advance({ minutes: 30 });
    await mercy().submit(old({ facility: 'mercy-east' }));
    await demo.server.clock.advance({ minutes: 45 });
    await job();
    expect(await report(shadow)).toMatchObject({
      endedAt: until,
      ended: 'over',
      endedBy: null,
      figures: { routings: 1 },
    });
    expect((await ended()).at(-1)).toMatchObject({ shadowId: shadow.id, ended: 'over', studies: 1, different: 1 });
  });

  it('goes on after a restart, in whichever process routes', async () => {
    const { number } = await draft();
    const { body: shadow } = await start(number);
    const second = await startTestServer({ on: demo.server.fresh });
    try {
      const { key } = demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === 'Mercy Health')!;
      const made = await second.call('POST', '/studies', { token: key, body: old({ facility: 'mercy-east' }) });
      expect(made.status).toBe(201);
      expect((await report(shadow)).figures).toMatchObject({ studies: 1, different: 1 });
    } finally {
      await second.close();
    }
    await stop(number);
  });

  it('pages the studies that differ, the latest first, and by what differs', async () => {
    const { number } = await draft();
    const { body: shadow } = await start(number);
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      await demo.server.clock.advance({ minutes: 1 });
      ids.unshift((await mercy().submit(old({ facility: 'mercy-east' }))).id);
    }
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Awaited<ReturnType<typeof differing>> = await differing(
        shadow,
        `?limit=2${after ? `&after=${after}` : ''}`,
      );
      seen.push(...page.items.map(({ studyId }) => studyId));
      after = page.next;
    }
    expect(seen).toEqual(ids);
    expect((await differing(shadow, '?difference=plan')).items).toHaveLength(5);
    expect((await differing(shadow, '?difference=priority')).items).toEqual([]);
    await stop(number);
  });

  it('shows a health system its own studies only, and groups and readers none', async () => {
    const { number } = await draft();
    const { body: shadow } = await start(number);
    const of = {
      mercy: (await mercy().submit(old({ facility: 'mercy-east' }))).id,
      harbour: (await harbour().submit(old({ facility: 'harbour-infirmary' }))).id,
    };
    for (const [who, side] of [
      ['imaging@mercy.example', 'mercy'],
      ['imaging@harbour.example', 'harbour'],
    ] as const) {
      const token = (await demo.as(who)).token();
      expect((await call('GET', '', undefined, token)).status).toBe(200);
      expect((await call('GET', '/shadows', undefined, token)).status).toBe(200);
      const { items } = await differing(shadow, '', token);
      expect(items.map(({ studyId }) => studyId)).toEqual([of[side]]);
      const { figures } = await report(shadow, token);
      expect([figures.studies, figures.byFacility.length]).toEqual([1, 1]);
    }
    for (const who of ['manager@lonestar.example', 'Grace Okafor']) {
      const { client, token, user, organizationId, readerId } = await demo.as(who);
      await client.auth.me();
      for (const path of ['', '/studies']) {
        const { status } = await call('GET', `/shadows/${shadow.id}${path}`, undefined, token());
        expect([who, status]).toEqual([who, 404]);
      }
      const scope = {
        kind: 'principal' as const,
        principalId: organizationId!,
        role: user.role as Role,
        organizationIds: [organizationId!],
        ...(readerId === null ? {} : { readerId: asId(readerId) }),
      };
      const rows = await demo.server.database.transaction(scope, (tx) =>
        tx.read('select * from policy_shadow_routing'),
      );
      expect(rows).toEqual([]);
    }
    await stop(number);
  });

  it('ends when what is compared is no longer what it was', async () => {
    const test = (number: number) =>
      call('POST', `/versions/${number}/test`, { samples: [old({ facility: 'mercy-east' })] });
    const [first, second] = [await draft(), await draft()];
    for (const { number } of [first, second]) await test(number);
    await start(first.number);
    await call('POST', `/versions/${second.number}/activate`);
    expect((await ended()).at(-1)).toMatchObject({ number: first.number, ended: 'replaced' });
    expect((await start(first.number)).status).toBe(201);
    await call('POST', `/versions/${first.number}/retire`);
    expect((await ended()).at(-1)).toMatchObject({ number: first.number, ended: 'retired' });
    const third = await draft();
    await test(third.number);
    await start(third.number);
    await call('POST', `/versions/${third.number}/activate`);
    expect((await ended()).at(-1)).toMatchObject({ number: third.number, ended: 'activated' });
    const { items } = (await call<{ items: PolicyShadowBody[] }>('GET', '/shadows')).body;
    expect(items.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });
});
