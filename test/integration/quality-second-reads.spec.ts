import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SamplingRule } from '@overread/domain';
import { randomUUID } from 'node:crypto';
import type { PlacedStudy, SignedOn } from '../support/reading-scene.js';
import { opinionOf, report, SecondReadScene, type Conclusion } from '../support/second-read-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let second: SecondReadScene;
let ada: SignedOn;
let bea: SignedOn;
let cy: SignedOn;
let hospital: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  second = await SecondReadScene.of(server);
  ada = await second.scene.reader('Dr Ada Byrd');
  bea = await second.scene.reader('Dr Bea Ohm');
  cy = await second.scene.reader('Dr Cy Young');
  hospital = await server.person('hospital', { organizationId: second.scene.healthSystemId });
}, 60_000);
afterAll(() => server.close());

interface Decision {
  sampled: boolean;
  first_read_id: string;
  second_read_id: string | null;
  probability: number | null;
  basis: string | null;
  rule_id: string | null;
}
interface PairRow {
  id: string;
  mode: string;
  kind: string;
  sampling: string;
  probability: number | null;
  difference: string;
  first_conclusion: Conclusion;
  second_conclusion: Conclusion;
  first_read_id: string;
  second_read_id: string;
}
const pairsOf = (study: PlacedStudy) => second.rows<PairRow>('read_pair', study);
const decisionsOf = (study: PlacedStudy) => second.rows<Decision>('sampling_decision', study);
const dutiesOf = (study: PlacedStudy) =>
  second.rows<{ source: string; kind: string; read_id: string; report_id: string | null }>('notification_duty', study);
const typesOf = async (study: PlacedStudy) => (await second.scene.events(study)).map(({ type }) => type);
const readsOf = (study: PlacedStudy) =>
  second.rows<{ id: string; purpose: string; issues: string; state: string; independent: boolean; due_at: Date }>(
    'read',
    study,
  );
const sampled = (...rules: SamplingRule[]) => second.policy({ sampling: { salt: 'autumn-2026', rules } });
const every: SamplingRule = { id: 'every', kind: 'all', conditions: [] };

describe('a final of a class that is sampled', () => {
  beforeAll(() => sampled(every));
  afterAll(() => second.policy({}));

  it('puts a second read in the queue in the same change, told with its decision', async () => {
    const study = await second.scene.study([{ by: ada }]);
    await second.sign(ada, study.reads[0], 'normal');
    const [first, extra] = (await readsOf(study)).sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
    expect(first).toMatchObject({ id: study.reads[0], state: 'completed' });
    expect(extra).toMatchObject({ purpose: 'secondary', issues: 'opinion', state: 'queued', independent: true });
    expect(await decisionsOf(study)).toMatchObject([
      { sampled: true, first_read_id: study.reads[0], second_read_id: extra?.id, probability: 1, rule_id: 'every' },
    ]);
    const types = await typesOf(study);
    expect(types).toContain('read.queued');
    expect(types.indexOf('report.finalized')).toBeLessThan(types.indexOf('read.queued'));
  });

  it('is offered to anybody but who read it first, who cannot take it', async () => {
    const study = await second.scene.study([{ by: ada }]);
    await second.sign(ada, study.reads[0], 'normal');
    const extra = (await readsOf(study)).find(({ purpose }) => purpose === 'secondary');
    for (let taken = await second.take(ada); taken !== null; taken = await second.take(ada))
      expect(taken).not.toBe(extra?.id);
    let taken = await second.take(bea);
    while (taken !== null && taken !== extra?.id) {
      await second.sign(bea, taken, 'normal');
      taken = await second.take(bea);
    }
    expect(taken).toBe(extra?.id);
    await second.sign(bea, extra?.id, 'normal');
    expect(await pairsOf(study)).toMatchObject([
      {
        first_read_id: study.reads[0],
        second_read_id: extra?.id,
        kind: 'all',
        mode: 'blind',
        probability: 1,
        difference: 'none',
      },
    ]);
  });

  it('is decided once, whoever signs twice at once', async () => {
    const study = await second.scene.study([{ by: ada }]);
    await second.act(ada, study.reads[0], 'open');
    const both = await Promise.all(
      [1, 2].map(() => second.act(ada, study.reads[0], 'final', { body: report(ada, 'normal') })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(await decisionsOf(study)).toHaveLength(1);
    expect((await readsOf(study)).filter(({ purpose }) => purpose === 'secondary')).toHaveLength(1);
  });

  it('is not decided again by an addendum', async () => {
    const study = await second.scene.study([{ by: ada }]);
    await second.sign(ada, study.reads[0], 'normal');
    const addendum = await second.act(ada, study.reads[0], 'addendum', { body: report(ada, 'normal') });
    expect(addendum.status).toBe(200);
    expect(await decisionsOf(study)).toHaveLength(1);
  });

  it('has no second read besides the one of its plan', async () => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    await second.sign(ada, study.reads[0], 'normal');
    expect(await decisionsOf(study)).toEqual([]);
    expect(await readsOf(study)).toHaveLength(2);
  });

  it('waits for the other final where the plan has two', async () => {
    const study = await second.scene.study([{ by: ada }, { by: bea, independent: true }]);
    await second.sign(ada, study.reads[0], 'normal');
    expect(await decisionsOf(study)).toEqual([]);
    await second.sign(bea, study.reads[1], 'normal');
    expect(await decisionsOf(study)).toMatchObject([{ first_read_id: study.reads[1], sampled: true }]);
  });
});

describe('a final that is not drawn', () => {
  it('is kept as part of the frame, with the chance it had', async () => {
    await sampled({ id: 'few', kind: 'random', probability: 1e-9, conditions: [] });
    const study = await second.scene.study([{ by: ada }]);
    await second.sign(ada, study.reads[0], 'normal');
    expect(await decisionsOf(study)).toMatchObject([{ sampled: false, second_read_id: null, probability: 1e-9 }]);
    expect(await readsOf(study)).toHaveLength(1);
    await second.policy({});
  });

  it('of a reader who is new is drawn until they have read so many', async () => {
    const dee = await second.scene.reader('Dr Dee New');
    await sampled({ id: 'new', kind: 'new-reader', first: 2, conditions: [] });
    const drawn: boolean[] = [];
    for (let index = 0; index < 3; index += 1) {
      const study = await second.scene.study([{ by: dee }]);
      await second.sign(dee, study.reads[0], 'normal');
      drawn.push((await decisionsOf(study))[0]?.sampled ?? false);
    }
    expect(drawn).toEqual([true, true, false]);
    await second.policy({});
  });

  it('leaves no trace where nobody samples', async () => {
    const study = await second.scene.study([{ by: ada }]);
    await second.sign(ada, study.reads[0], 'normal');
    expect(await decisionsOf(study)).toEqual([]);
    expect(await pairsOf(study)).toEqual([]);
  });
});

describe('an opinion', () => {
  it('is handed in as the final of its read, which it completes; the study stays as it was', async () => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    await second.sign(ada, study.reads[0], 'normal');
    const before = await second.get<{ state: string; version: number }>(`/studies/${study.id}`, hospital);
    const signed = await second.sign(bea, study.reads[1], 'normal');
    expect(signed).toMatchObject({ read: { state: 'completed' }, report: { kind: 'opinion', conclusion: 'normal' } });
    const after = await second.get<{ state: string; version: number }>(`/studies/${study.id}`, hospital);
    expect(after.body).toMatchObject({ state: 'final', version: before.body.version });
    const types = await typesOf(study);
    expect(types.filter((type) => type === 'report.finalized')).toHaveLength(1);
    expect(types.slice(-3)).toEqual(['read.completed', 'sla.stopped', 'concordance.compared']);
  });

  it('needs a conclusion, its reader and an open read', async () => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    expect((await second.act(bea, study.reads[1], 'final', { body: report(bea, 'normal') })).body.code).toBe(
      'read/not-open',
    );
    await second.act(bea, study.reads[1], 'open');
    const unsaid = { ...report(bea, 'normal'), conclusion: null };
    expect(await second.act(bea, study.reads[1], 'final', { body: unsaid })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'conclusion', code: 'report/conclusion-required' }] },
    });
    const other = await second.act(ada, study.reads[1], 'final', { body: report(ada, 'normal') });
    expect(other).toMatchObject({ status: 403, body: { code: 'read/not-yours' } });
    expect((await second.act(cy, study.reads[1], 'final', { body: report(cy, 'normal') })).status).toBe(404);
    expect((await second.act(bea, study.reads[1], 'preliminary', { body: report(bea, 'normal') })).body.code).toBe(
      'read/issues-other',
    );
    expect(await pairsOf(study)).toEqual([]);
  });

  it('is handed in once, whoever presses twice at once, and told again to whoever repeats the request', async () => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    await second.sign(ada, study.reads[0], 'normal');
    await second.act(bea, study.reads[1], 'open');
    const headers = { 'idempotency-key': randomUUID() };
    const body = report(bea, 'normal');
    const four = await Promise.all([
      second.act(bea, study.reads[1], 'final', { body, headers }),
      second.act(bea, study.reads[1], 'final', { body, headers }),
      second.act(bea, study.reads[1], 'final', { body }),
      second.act(bea, study.reads[1], 'final', { body }),
    ]);
    expect(four.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(four.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
    expect(await pairsOf(study)).toHaveLength(1);
    expect((await typesOf(study)).filter((type) => type === 'concordance.compared')).toHaveLength(1);
  });
});

describe('a pair', () => {
  const wayRound = [
    ['the first report comes first', [0, 1]],
    ['the opinion comes first', [1, 0]],
  ] as const;
  it.each(wayRound)('is compared at once when %s', async (_, order) => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    const by = [ada, bea] as const;
    const said = ['normal', 'not-actionable'] as const;
    await second.sign(by[order[0]], study.reads[order[0]], said[order[0]]);
    expect(await pairsOf(study)).toEqual([]);
    await second.sign(by[order[1]], study.reads[order[1]], said[order[1]]);
    expect(await pairsOf(study)).toMatchObject([
      {
        first_read_id: study.reads[0],
        second_read_id: study.reads[1],
        first_conclusion: 'normal',
        second_conclusion: 'not-actionable',
        difference: 'minor',
        kind: 'plan',
        mode: 'blind',
        sampling: 'probability',
        probability: 1,
      },
    ]);
    expect(await dutiesOf(study)).toEqual([]);
  });

  it.each(wayRound)('that may matter is told to the clinician’s side at once when %s', async (_, order) => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    const by = [ada, bea] as const;
    const said = ['normal', 'critical'] as const;
    for (const place of order) await second.sign(by[place], study.reads[place], said[place]);
    expect(await dutiesOf(study)).toMatchObject([
      { kind: 'discrepancy', source: 'second-read', read_id: study.reads[0], report_id: null },
    ]);
    const events = await second.scene.events(study);
    const [found] = events.filter(({ type }) => type === 'discrepancy.found');
    expect(found).toMatchObject({ readId: study.reads[0], data: { source: 'second-read', owedTo: 'clinician' } });
    expect(JSON.stringify(events)).not.toContain(report(bea, 'critical').impression);
    expect(JSON.stringify(found)).not.toContain(bea.readerId);
  });

  it('of an independent final and a preliminary is a blind one too, and tells a difference once', async () => {
    const preliminary = { by: ada, issues: 'preliminary', tier: 'offshore' } as const;
    const final = { by: bea, issues: 'final', independent: true } as const;
    const study = await second.scene.study([preliminary, final]);
    await second.sign(ada, study.reads[0], 'normal', 'preliminary');
    await second.sign(bea, study.reads[1], 'actionable');
    expect(await pairsOf(study)).toMatchObject([
      {
        first_read_id: study.reads[0],
        second_read_id: study.reads[1],
        difference: 'possibly-significant',
        kind: 'plan',
      },
    ]);
    expect(await dutiesOf(study)).toMatchObject([{ source: 'final-over-preliminary', read_id: study.reads[1] }]);
  });

  it('of a preliminary that comes after the final tells its difference all the same', async () => {
    const preliminary = { by: ada, issues: 'preliminary', tier: 'offshore' } as const;
    const final = { by: bea, issues: 'final', independent: true } as const;
    const study = await second.scene.study([preliminary, final]);
    await second.act(ada, study.reads[0], 'open');
    await second.sign(bea, study.reads[1], 'actionable');
    expect(await dutiesOf(study)).toEqual([]);
    await second.act(ada, study.reads[0], 'preliminary', { body: report(ada, 'normal') });
    expect(await pairsOf(study)).toMatchObject([{ difference: 'possibly-significant' }]);
    expect(await dutiesOf(study)).toMatchObject([{ source: 'final-over-preliminary', read_id: study.reads[1] }]);
  });

  it('is one when both are handed in at once', async () => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    await Promise.all([second.act(ada, study.reads[0], 'open'), second.act(bea, study.reads[1], 'open')]);
    const both = await Promise.all([
      second.act(ada, study.reads[0], 'final', { body: report(ada, 'normal') }),
      second.act(bea, study.reads[1], 'final', { body: report(bea, 'critical') }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await pairsOf(study)).toHaveLength(1);
    expect(await dutiesOf(study)).toHaveLength(1);
  });
});
