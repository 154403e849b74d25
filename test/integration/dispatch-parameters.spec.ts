import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_NETWORK_PARAMETERS as DEFAULTS,
  PARAMETER_FIELDS,
  withParameter,
  type NetworkParameters,
} from '@overread/domain';
import type { DecisionReplay, DispatchParameters, Problem } from '@overread/wire';
import { LeaseKeeper, type Lease } from '@overread/platform';
import { Dispatcher, ParametersInForce } from '../../libs/features/src/dispatch/index.js';
import { DecisionLog } from '../../libs/features/src/dispatch/explaining/decision-log.js';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Answer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let lease: Lease;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  const held = await server.app.get(LeaseKeeper).acquire('dispatcher', 600_000);
  if (!held) throw new Error('another holds the lease');
  lease = held;
}, 60_000);
afterAll(() => server.close());

const ADDRESS = '/dispatch/parameters';
const admin = () => server.administrator.token;
const shown = async (token = admin()): Promise<Answer<DispatchParameters>> => server.call('GET', ADDRESS, { token });
const ifMatch = (version: number | undefined): Record<string, string> =>
  version === undefined ? {} : { 'if-match': `"v${version}"` };
const put = (parameters: NetworkParameters, { version, token = admin() }: { version?: number; token?: string } = {}) =>
  server.call<DispatchParameters & Problem>('PUT', ADDRESS, {
    token,
    headers: ifMatch(version),
    body: { parameters, reason: 'scarce readers are wanted elsewhere' },
  });
const goBack = (body: { to?: number } = {}) =>
  server.call<DispatchParameters & Problem>('POST', `${ADDRESS}/go-back`, {
    token: admin(),
    body: { reason: 'as before', ...body },
  });
const scarcity = (value: number) => withParameter(DEFAULTS, 'dispatch.scarceReaderCost', value);

const waiting = (by: SignedOn): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  return scene.study([{ by, ...nobody, state: 'queued', ladder, ladderStep: 0 }], { state: 'ready' });
};
const offerOf = async ({ id }: PlacedStudy): Promise<{ id: string; params: string; said: Record<string, unknown> }> => {
  const [row] = await server.asOwner<{ id: string; params: string; said: Record<string, unknown> }>(
    `select d.id, d.inputs ->> 'params' as params, p.params as said
     from dispatch_decision d join dispatch_params p on p.version = d.inputs ->> 'params' where d.study_id = $1`,
    [id],
  );
  if (!row) throw new Error('nothing was offered');
  return row;
};
const replay = async (study: PlacedStudy, decisionId: string): Promise<DecisionReplay> => {
  const address = `/studies/${study.id}/decisions/${decisionId}/replay`;
  return (await server.call<DecisionReplay>('POST', address, { token: admin() })).body;
};

describe('the parameters of dispatch', () => {
  it("are the product's own until somebody puts others in force, each with unit, bounds and what it does", async () => {
    const { status, body, headers } = await shown();
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"v0"');
    expect(body).toMatchObject({ version: 0, parameters: DEFAULTS, defaults: DEFAULTS, history: [] });
    expect(body.fields).toHaveLength(PARAMETER_FIELDS.length);
    for (const { unit, about, least, most } of body.fields)
      expect([unit !== undefined, about.length > 10, least < most]).toEqual([true, true, true]);
  });

  it('are seen and changed by administrators: auditors see them, nobody else does', async () => {
    const auditor = await server.person('auditor');
    const { person } = await scene.reader('Dr Curious');
    expect((await shown(auditor.token)).status).toBe(200);
    expect((await put(scarcity(6), { token: auditor.token })).status).toBe(403);
    expect((await shown(person.token)).status).toBe(403);
    expect((await put(scarcity(6), { token: person.token })).status).toBeGreaterThanOrEqual(403);
    expect((await shown()).body.version).toBe(0);
  });

  it('are refused field by field, with the rule that is broken', async () => {
    const wrong = withParameter(scarcity(500), 'dispatch.maximumWaitMinutes.critical', 0);
    const { status, body } = await put(wrong);
    expect([status, body.code]).toEqual([422, 'dispatch/parameters']);
    expect(body.errors).toMatchObject([
      { path: 'dispatch.maximumWaitMinutes.critical', code: 'parameter/too-low' },
      { path: 'dispatch.scarceReaderCost', code: 'parameter/too-high' },
    ]);
    expect(await put(DEFAULTS)).toMatchObject({ status: 409, body: { code: 'dispatch/parameters-same' } });
  });

  it('decide the next offer, which names them, and leave those of before as they were decided', async () => {
    const reader = await scene.reader('Dr First');
    const before = await waiting(reader);
    await server.app.get(Dispatcher).round(lease);
    const { body } = await put(scarcity(3), { version: 0 });
    expect(body).toMatchObject({
      version: 1,
      history: [
        {
          number: 1,
          reason: 'scarce readers are wanted elsewhere',
          differences: [{ path: 'dispatch.scarceReaderCost', from: 12, to: 3 }],
        },
      ],
    });
    expect(body.history[0]!.by.name).not.toBe('');
    const other = await scene.reader('Dr Second');
    const after = await waiting(other);
    await server.app.get(Dispatcher).round(lease);
    const [first, second] = [await offerOf(before), await offerOf(after)];
    expect(first.params).not.toBe(second.params);
    expect([first.said['scarceReaderCost'], second.said['scarceReaderCost']]).toEqual([12, 3]);
    for (const [study, { id }] of [[before, first] as const, [after, second] as const])
      expect(await replay(study, id)).toMatchObject({ same: true, differences: [] });
    const told = await server.asOwner(`select version, data from event where type = 'dispatch.parameters-changed'`);
    expect(told).toMatchObject([{ version: 1, data: { number: 1, fields: ['dispatch.scarceReaderCost'] } }]);
  });

  it('stay with a decision that was chosen before they changed and is written after it', async () => {
    const looked = server.app.get(DecisionLog).looked();
    await put(scarcity(4));
    expect(server.app.get(DecisionLog).looked().params.scarceReaderCost).toBe(4);
    expect(looked.params.scarceReaderCost).toBe(3);
    const reader = await scene.reader('Dr Between');
    const study = await waiting(reader);
    const log = server.app.get(DecisionLog);
    const store = log.store.bind(log);
    // Between the choice and its writing others come into force.
    log.store = async (tx, decided) => {
      log.store = store;
      await put(scarcity(5));
      await store(tx, decided);
    };
    await server.app.get(Dispatcher).round(lease);
    const offer = await offerOf(study);
    expect(offer.said['scarceReaderCost']).toBe(4);
    expect((await shown()).body.parameters.dispatch.scarceReaderCost).toBe(5);
    expect(await replay(study, offer.id)).toMatchObject({ same: true, differences: [] });
  });

  it('are changed by one of two administrators at once', async () => {
    const { version } = (await shown()).body;
    const answers = await Promise.all([put(scarcity(7), { version }), put(scarcity(8), { version })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect((await put(scarcity(9), { version })).body.code).toBe('request/stale');
    expect((await shown()).body.version).toBe(version + 1);
  });

  it('go back in one step, and to any version; all stay readable', async () => {
    const { history, version } = (await shown()).body;
    const before = history[1]!;
    const back = (await goBack()).body;
    expect(back).toMatchObject({ version: version + 1, parameters: before.parameters });
    expect(back.history.slice(0, 2)).toMatchObject([{ backTo: before.number }, { number: version }]);
    expect((await goBack({ to: 0 })).body).toMatchObject({ version: version + 2, parameters: DEFAULTS });
    expect((await goBack({ to: 99 })).body.code).toBe('dispatch/parameters-unknown');
    expect((await shown()).body.history).toHaveLength(version + 2);
  });

  it('are told version by version as far back as there are any, page by page', async () => {
    const { version, history, historyNext } = (await shown()).body;
    expect(historyNext).toBeNull();
    const page = (query: string) =>
      server.call<{ items: { number: number }[]; next: string | null } & Problem>('GET', `${ADDRESS}/history${query}`, {
        token: server.administrator.token,
      });
    const numbers: number[] = [];
    let next: string | null = null;
    do {
      const { body } = await page(`?limit=2${next === null ? '' : `&after=${next}`}`);
      // The same whichever way they are asked for: each is set beside the one before it, across pages too.
      for (const each of body.items) expect(each).toEqual(history.find(({ number }) => number === each.number));
      numbers.push(...body.items.map(({ number }) => number));
      next = body.next;
    } while (next !== null);
    expect(numbers).toEqual(Array.from({ length: version }, (_, index) => version - index));
    expect((await page('?after=nonsense')).body.code).toBe('request/invalid-cursor');
    const { readingGroupId } = await scene.reader('Dr Curious');
    const manager = await server.person('group-manager', { organizationId: readingGroupId });
    expect((await server.call('GET', `${ADDRESS}/history`, { token: manager.token })).status).toBe(403);
  });

  it('are in force in another process within a second, and after a restart', async () => {
    const second = await startTestServer({ on: server.fresh, config: { roles: new Set(['api']) } });
    try {
      const inForce = second.app.get(ParametersInForce);
      const { number } = inForce.current();
      expect(number).toBe((await shown()).body.version);
      const began = performance.now();
      await put(scarcity(2));
      await eventually('the other process', () => inForce.current().number > number || undefined);
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(inForce.current().dispatch.scarceReaderCost).toBe(2);
    } finally {
      await second.close();
    }
  });
});
