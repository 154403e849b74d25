import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NetworkDirectory } from '@overread/features';
import { RULE_CODES } from '@overread/domain';
import type { Problem } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

interface Broken {
  code: string;
  fact: RegExp;
  /** Makes the rule fail; `$1` is the reader. */
  sql?: string;
  reader?: string;
  study?: object;
  /** What the reader has done already. */
  before?: (reader: DemoPerson, studyId: string) => Promise<unknown>;
}

const HOUSTON = 'Grace Okafor';
const TORONTO = 'Chloe Martin';
const BREAKABLE = ['health_system', 'agreement', 'contract', 'reader', 'licence', 'privilege', 'reading_session'];
const ofReader = (set: string) => `update reader set ${set}, version = version + 1 where id = $1`;
const mercy = `(select id from health_system where name = 'Mercy Health')`;
const groups = '(select unnest(reading_group_ids) from reader where id = $1)';
const between = `health_system_id = ${mercy} and reading_group_id in ${groups}`;
const yesterday = `valid_until = overread_now() - interval '1 day'`;
const child = { id: 'CHILD', issuer: 'MERCY', birthDate: '2021-01-01', sex: 'F' };

describe('an assignment', () => {
  let demo: DemoServer;
  let admin: DemoPerson;
  let hospital: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    admin = await demo.as('admin@overread.example');
    hospital = await demo.as('imaging@mercy.example');
    for (const reader of [HOUSTON, TORONTO]) await demo.signOn(reader);
    for (const table of BREAKABLE) await demo.server.asOwner(`create table whole_${table} as table ${table}`);
  });
  /** What one case broke is whole again for the next. */
  const mend = async () => {
    for (const table of BREAKABLE) await demo.server.asOwner(`delete from ${table}`);
    for (const table of BREAKABLE) await demo.server.asOwner(`insert into ${table} select * from whole_${table}`);
    await refresh();
  };
  afterAll(() => demo.close());
  const refresh = () => demo.server.app.get(NetworkDirectory).refresh();

  const submit = (study = {}) => hospital.client.studies.submit(studyBody({ facility: 'mercy-north', ...study }));
  const finalOf = ({ reads }: Awaited<ReturnType<typeof submit>>) => reads.find(({ issues }) => issues === 'final')!.id;
  const assign = (readId: string, readerId: string) =>
    demo.server.call<Problem & { rule: string; fact: string; failed: { code: string; fact: string }[] }>(
      'POST',
      `/reads/${readId}/assign`,
      { token: admin.token(), body: { readerId, reason: 'a try' } },
    );

  const cases: Broken[] = [
    { code: 'modality', sql: ofReader(`competences = '{MR}'`), fact: /^not competent in CT$/ },
    { code: 'subspecialty', sql: ofReader(`subspecialties = '{}'`), study: { patient: child }, fact: /pediatric/ },
    { code: 'licence', sql: `update licence set ${yesterday} where reader_id = $1`, fact: /US-TX expired 2026-11-21/ },
    {
      code: 'privilege',
      sql: `update privilege set level = 'preliminary' where reader_id = $1`,
      fact: /mercy-north is for preliminary, not final/,
    },
    { code: 'agreement', sql: `update agreement set ${yesterday} where ${between}`, fact: /expired 2026-11-21/ },
    {
      code: 'contract',
      sql: `update contract set priorities = '{routine}' where ${between}`,
      fact: /does not cover stat studies/,
    },
    {
      code: 'residency',
      sql: `update health_system set denied_countries = '{US}' where id = ${mercy} and $1::uuid is not null`,
      fact: /denies US its data/,
    },
    { code: 'payer', reader: TORONTO, study: { payer: 'medicare' }, fact: /medicare bars a final from CA/ },
    { code: 'language', sql: ofReader(`languages = '{fr}'`), fact: /does not write reports in en/ },
    {
      code: 'independence',
      study: { facility: 'mercy-south', payer: 'medicare' },
      before: async (reader, studyId) => {
        const { reads } = await hospital.client.studies.get(studyId);
        const { id } = reads.find(({ issues }) => issues === 'preliminary')!;
        await admin.client.reads.assign(id, { readerId: reader.readerId!, reason: 'no one else' });
        await reader.client.reads.accept(id, {});
        await reader.client.reads.open(id, {});
        await reader.client.reads.preliminary(id, reportBody());
      },
      fact: /did the primary read of this study/,
    },
    {
      code: 'exclusion',
      sql: ofReader(`excluded_facility_ids = (select array_agg(id) from facility where code = 'mercy-north')`),
      fact: /excluded from mercy-north/,
    },
    {
      code: 'session',
      sql: 'update reading_session set ended_at = overread_now() where reader_id = $1',
      fact: /not signed on/,
    },
    {
      code: 'capacity',
      sql: ofReader(`limits = limits || '{"urgentMinutes": 1}'`),
      before: async (reader) => {
        await submit();
        await reader.client.work.next();
      },
      fact: /pass the urgent cap of 1/,
    },
    { code: 'fatigue', sql: ofReader(`limits = limits || '{"consecutiveStudies": 0}'`), fact: /the limit is 0/ },
  ];

  it.each(cases)(
    'is refused with `eligibility/$code` and the fact',
    async ({ code, fact, sql, reader, study, before }) => {
      const person = await demo.as(reader ?? HOUSTON);
      const submitted = await submit(study);
      await before?.(person, submitted.id);
      if (sql) await demo.server.asOwner(sql, [person.readerId]);
      await refresh();
      const { status, body } = await assign(finalOf(submitted), person.readerId!);
      await mend();
      expect({ status, code: body.code, rule: body.rule }).toEqual({
        status: 409,
        code: `eligibility/${code}`,
        rule: code,
      });
      expect(body.detail).toMatch(fact);
      expect(body.fact).toBe(body.detail);
      expect(body.failed[0]).toEqual({ code, fact: body.fact });
    },
  );

  it('knows every hard rule here', () => {
    expect(cases.map(({ code }) => code).sort()).toEqual([...RULE_CODES].sort());
  });

  it('does not ask session, capacity or fatigue at signing', async () => {
    const grace = await demo.as(HOUSTON);
    const { id } = (await submit()).reads[0]!;
    await admin.client.reads.assign(id, { readerId: grace.readerId!, reason: 'to read' });
    await grace.client.reads.accept(id, {});
    await grace.client.reads.open(id, {});
    const limits = '{"urgentMinutes": 1, "routineMinutes": 1, "consecutiveStudies": 0}';
    await demo.server.asOwner(ofReader(`limits = limits || '${limits}'`), [grace.readerId]);
    await demo.server.asOwner('update reading_session set ended_at = overread_now() where reader_id = $1', [
      grace.readerId,
    ]);
    await refresh();
    const signed = await grace.client.reads.final(id, reportBody());
    await mend();
    expect(signed.read.state).toBe('completed');
  });

  it('keeps the text and blocks the final alone when a licence ends after opening', async () => {
    const grace = await demo.as(HOUSTON);
    const study = await submit();
    const { id } = study.reads[0]!;
    await admin.client.reads.assign(id, { readerId: grace.readerId!, reason: 'to read' });
    await grace.client.reads.accept(id, {});
    await grace.client.reads.open(id, {});
    await demo.server.asOwner(`update licence set ${yesterday} where reader_id = $1`, [grace.readerId]);
    await demo.server.asOwner(ofReader('name = name'), [grace.readerId]);
    await refresh();
    const refused = grace.client.reads.final(id, reportBody({ impression: 'What was written' }));
    await expect(refused).rejects.toMatchObject({
      status: 409,
      code: 'eligibility/licence',
      problem: { textKept: true },
    });
    const draft = await (await grace.client.send('GET', `/api/v1/reads/${id}/draft`)).json();
    expect(draft).toMatchObject({ impression: 'What was written' });
    const told = { to: { name: 'Dr Ada Byrd' }, impression: 'No bleed', conclusion: 'normal' as const };
    expect((await grace.client.reads.verbal(id, told)).report.kind).toBe('verbal');
    expect(await demo.happened(study.id, 'read.uncovered')).toHaveLength(1);
    await mend();
    expect((await grace.client.reads.final(id, reportBody())).report.kind).toBe('final');
  });
});

describe('a study that hardly anybody could read', () => {
  let demo: DemoServer;
  let hospital: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    hospital = await demo.as('imaging@mercy.example');
  });
  afterAll(() => demo.close());
  const submitPet = async () => {
    const body = studyBody({ facility: 'mercy-north', modalities: ['PT', 'CT'], description: 'PET CT' });
    return hospital.client.studies.submit(body);
  };
  const losing = async (readers: string[]) => {
    for (const reader of readers) {
      const { readerId } = await demo.as(reader);
      await demo.server.asOwner(`update licence set ${yesterday} where reader_id = $1`, [readerId]);
    }
    await demo.server.app.get(NetworkDirectory).refresh();
  };

  it('says nothing while two could', async () => {
    expect(await demo.happened((await submitPet()).id, 'read.uncovered')).toEqual([]);
  });

  it('is told of at intake, first as thin, then as nobody, with what is missing', async () => {
    await losing(['Daniel Reyes']);
    const [thin] = await demo.happened((await submitPet()).id, 'read.uncovered', 'data');
    expect(thin).toMatchObject({
      cause: 'sole-eligible-reader',
      soleBlockers: { licence: 1 },
      missing: { code: 'licence', fact: 'licence US-TX expired 2026-11-21' },
    });
    await losing(['Samuel Boone']);
    const [none] = await demo.happened((await submitPet()).id, 'read.uncovered', 'data');
    expect(none).toMatchObject({
      cause: 'no-eligible-reader',
      failedByRule: { licence: 2, modality: 2, subspecialty: 2 },
    });
  });
});
