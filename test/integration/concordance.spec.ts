import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wilsonInterval } from '@overread/domain';
import { createClient, type Client, type ConcordanceRow } from '@overread/wire';
import type { PlacedStudy, SignedOn } from '../support/reading-scene.js';
import { SecondReadScene, type Conclusion } from '../support/second-read-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

const DAY_MS = 86_400_000;

/** Ada's four finals and Cy's eight were read again, blind, by Bea: one and two of them otherwise. */
describe('the concordance report', () => {
  let server: TestServer;
  let second: SecondReadScene;
  let ada: SignedOn;
  let bea: SignedOn;
  let cy: SignedOn;
  let hospital: Person;
  let adasLeast: PlacedStudy;
  beforeAll(async () => {
    server = await startTestServer({ config: { roles: new Set(['api']) } });
    second = await SecondReadScene.of(server);
    [ada, bea, cy] = [await reader('Dr Ada Byrd'), await reader('Dr Bea Ohm'), await reader('Dr Cy Young')];
    hospital = await server.person('hospital', { organizationId: second.scene.healthSystemId });
    adasLeast = await pairs(ada, ['normal', 'normal'], 3);
    await pairs(ada, ['normal', 'actionable'], 1);
    await pairs(cy, ['actionable', 'actionable'], 6);
    await pairs(cy, ['normal', 'critical'], 2);
  }, 120_000);
  afterAll(() => server.close());

  /** A day around the server's clock on either side. */
  const period = () => {
    const now = server.clock.now().getTime();
    return { from: new Date(now - DAY_MS).toISOString(), to: new Date(now + DAY_MS).toISOString() };
  };
  const reader = (name: string) => second.scene.reader(name);
  /** So many pairs alike; the last study. */
  async function pairs(first: SignedOn, conclusions: [Conclusion, Conclusion], count: number): Promise<PlacedStudy> {
    let last = await second.pair({ first, second: bea, conclusions });
    for (let made = 1; made < count; made += 1) last = await second.pair({ first, second: bea, conclusions });
    return last;
  }
  const clientOf = ({ token }: Pick<Person, 'token'>): Client =>
    createClient({ baseUrl: server.url, token: () => token });
  const rowsOf = async (person: Pick<Person, 'token'>, more = {}): Promise<ConcordanceRow[]> =>
    (await clientOf(person).analytics.concordance({ ...period(), ...more })).items;
  const pairsOf = (study: PlacedStudy, change: string) =>
    server.asOwner(`update read_pair set ${change} where study_id = $1`, [study.id]);

  it('tells agreement of blind pairs with its interval, kappa and AC1, and that the pairs are few', async () => {
    const [row, ...others] = await rowsOf(server.administrator);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ key: {}, mode: 'blind', sampling: 'probability', n: 12, belowMinimum: true });
    expect(row!.agreement).toBeCloseTo(9 / 12, 10);
    expect(row!.interval).toEqual([...wilsonInterval(9, 12)!]);
    expect(row!.kappa).toBeGreaterThan(0);
    expect(row!.ac1).toBeGreaterThan(0);
    expect(row!.gradeOneShare).toBeNull();
    expect(await rowsOf(server.administrator, { minimumN: 12 })).toMatchObject([{ belowMinimum: false }]);
  });

  it('measures the first reader, by group and by name for whoever may know of readers', async () => {
    const byReader = await rowsOf(server.administrator, { by: 'reader' });
    expect(new Map(byReader.map(({ key, n, agreement }) => [key['reader'], [n, agreement]]))).toEqual(
      new Map([
        [ada.readerId, [4, 0.75]],
        [cy.readerId, [8, 0.75]],
      ]),
    );
    const byGroup = await rowsOf(server.administrator, { by: 'readingGroup,modalityFamily' });
    expect(byGroup.map(({ key }) => Object.keys(key))).toEqual([
      ['readingGroup', 'modalityFamily'],
      ['readingGroup', 'modalityFamily'],
    ]);
    await expect(rowsOf(hospital, { by: 'reader' })).rejects.toMatchObject({ status: 403 });
  });

  it('tells a health system the number of its pairs, and of fewer than ten no figure', async () => {
    expect(await rowsOf(hospital, { minimumN: 1 })).toMatchObject([{ n: 12, agreement: 0.75, belowMinimum: false }]);
    const byGroup = await rowsOf(hospital, { by: 'readingGroup', minimumN: 1 });
    expect(byGroup.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual([4, 8]);
    for (const row of byGroup)
      expect(row).toMatchObject({ agreement: null, interval: null, kappa: null, ac1: null, belowMinimum: true });
  });

  it('tells each group and each health system of its own first reads alone', async () => {
    const manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
    expect(await rowsOf(manager)).toMatchObject([{ n: 4 }]);
    const seconds = await server.person('group-manager', { organizationId: bea.readingGroupId });
    expect(await rowsOf(seconds, { by: 'modalityFamily' })).toEqual([]);
    const elsewhere = await SecondReadScene.of(server);
    const stranger = await server.person('hospital', { organizationId: elsewhere.scene.healthSystemId });
    expect(await rowsOf(stranger)).toMatchObject([{ n: 0, agreement: null, belowMinimum: true }]);
  });

  it('tells a reader of a pair once it is graded, and the share of grade 1 is of the graded', async () => {
    const mine = async () => (await clientOf(ada.person).analytics.own({ from: period().from })).concordance;
    expect((await mine()).n).toBe(0);
    await expect(rowsOf(ada.person)).rejects.toMatchObject({ status: 403 });
    await pairsOf(adasLeast, `grade = '1', graded_at = overread_now()`);
    expect(await mine()).toMatchObject({ n: 1, agreement: 1, gradeOneShare: 1, belowMinimum: true });
    expect(await rowsOf(server.administrator)).toMatchObject([{ n: 12, gradeOneShare: 1 }]);
  });

  it('keeps what was picked for a reason and what was not blind in rows of their own', async () => {
    const picked = await pairs(cy, ['normal', 'normal'], 1);
    await pairsOf(picked, `sampling = 'purposive', probability = null`);
    const open = await pairs(cy, ['normal', 'normal'], 1);
    await pairsOf(open, `mode = 'unblinded'`);
    const rows = await rowsOf(server.administrator);
    expect(rows.map(({ mode, sampling, n, agreement }) => [mode, sampling, n, agreement])).toEqual([
      ['blind', 'probability', 12, 0.75],
      ['blind', 'purposive', 1, 1],
      ['unblinded', 'probability', 1, null],
    ]);
    expect(await rowsOf(server.administrator, { mode: 'unblinded' })).toHaveLength(1);
    await pairsOf(picked, `voided_at = overread_now()`);
    await pairsOf(open, `voided_at = overread_now()`);
    expect(await rowsOf(server.administrator)).toHaveLength(1);
  });

  it('is read in pages, and as a file with the same rows', async () => {
    const { analytics } = clientOf(server.administrator);
    const query = { ...period(), by: 'reader' };
    const first = await analytics.concordance({ ...query, limit: 1 });
    const last = await analytics.concordance({ ...query, limit: 1, after: first.next });
    expect([...first.items, ...last.items]).toEqual((await analytics.concordance(query)).items);
    expect([first.items.length, last.items.length, last.next]).toEqual([1, 1, null]);
    const [head, ...lines] = (await analytics.concordanceCsv(query)).trim().split(/\r?\n/);
    expect(head).toBe('reader,mode,sampling,n,gradeOneShare,agreement,intervalLow,intervalHigh,kappa,ac1,belowMinimum');
    expect(lines.map((line) => line.split(',').slice(0, 4))).toEqual(
      [...first.items, ...last.items].map(({ key, mode, sampling, n }) => [key['reader'], mode, sampling, String(n)]),
    );
  });

  it('refuses a key that it does not know and a period that is none', async () => {
    await expect(rowsOf(server.administrator, { by: 'mood' })).rejects.toMatchObject({ status: 422 });
    await expect(rowsOf(server.administrator, { to: period().from })).rejects.toMatchObject({ status: 422 });
    await expect(rowsOf(server.administrator, { minimumN: 0 })).rejects.toMatchObject({ status: 422 });
  });
});
