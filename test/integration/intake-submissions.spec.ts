import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Submitted } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

describe('a submission', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  let harbour: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    [mercy, harbour] = [await demo.as('imaging@mercy.example'), await demo.as('imaging@harbour.example')];
  });
  afterAll(() => demo.close());

  const post = (body: unknown, { key, by = mercy }: { key?: string; by?: DemoPerson } = {}) =>
    demo.server.call<Submitted & Problem>('POST', '/studies', {
      token: by.token(),
      body,
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
  const received = (accessionNumber: string) =>
    demo.server.asOwner(`select id from study where accession_number = $1`, [accessionNumber]);
  const exceptions = async ({ client }: DemoPerson) => (await client.intake.exceptions()).items;

  it('is new once and the same again, also when both come at once', async () => {
    const body = studyBody();
    const answers = await Promise.all([post(body), post(body), post(body)]);
    expect(answers.map(({ status, body: told }) => `${status} ${told.outcome}`).sort()).toEqual([
      '200 unchanged',
      '200 unchanged',
      '201 created',
    ]);
    expect(new Set(answers.map(({ body: told }) => told.id)).size).toBe(1);
    expect(await received(body.accessionNumber!)).toHaveLength(1);
    expect(await demo.happened(answers[0]!.body.id, 'study.received')).toHaveLength(1);
  });

  it('gets the first answer again under the same Idempotency-Key, and is refused when it is another request', async () => {
    const [key, body] = [randomUUID(), studyBody()];
    const both = await Promise.all([post(body, { key }), post(body, { key })]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]!.body).toEqual(both[1]!.body);
    expect(await post(studyBody(), { key })).toMatchObject({ status: 422, body: { code: 'idempotency/key-reused' } });
    expect((await post(body, { key: randomUUID() })).status).toBe(200);
  });

  it('changes what differs, and says what', async () => {
    const body = studyBody();
    await post(body);
    const changed = await post({ ...body, clinicalIndication: 'now unconscious' });
    expect(changed).toMatchObject({ status: 200, body: { outcome: 'updated', differences: ['clinicalIndication'] } });
    expect((await post({ ...body, clinicalIndication: 'now unconscious' })).body.outcome).toBe('unchanged');
  });

  it('of another patient on a known identity is a conflict, and an exception its health system alone sees', async () => {
    const body = studyBody();
    const { body: known } = await post(body);
    const refused = await post({ ...body, patient: { ...body.patient, id: 'SOMEBODY-ELSE', birthDate: '1999-09-09' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'intake/identity-conflict' } });
    const [exception] = (await exceptions(mercy)).filter(({ studyId }) => studyId === known.id);
    expect(exception).toMatchObject({ code: 'intake/identity-conflict', door: 'rest', facility: 'mercy-east' });
    expect(JSON.stringify(exception)).not.toContain('SOMEBODY-ELSE');
    expect(await exceptions(harbour)).toEqual([]);
    const elsewhere = await demo.server.call('POST', `/intake/exceptions/${exception!.id}/resolve`, {
      token: harbour.token(),
      body: { resolution: 'not ours' },
    });
    expect(elsewhere.status).toBe(404);
    expect(await mercy.client.intake.resolve(exception!.id, 'merged by hand')).toMatchObject({
      resolution: 'merged by hand',
      resolvedBy: expect.any(String),
    });
  });

  it('may share its identity with a study of another health system', async () => {
    const body = studyBody();
    const { body: ours } = await post(body);
    const theirs = await post({ ...body, facility: 'harbour-infirmary', payer: 'nhs' }, { by: harbour });
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(ours.id);
  });

  it.each([
    ['facility', { facility: 'harbour-infirmary' }],
    ['facility', { facility: 'nowhere' }],
    ['patient.id', { patient: { id: '' } }],
    ['modalities.0', { modalities: ['ct'] }],
    ['modalities', { modalities: [], procedureCode: null }],
    ['studyInstanceUid', { studyInstanceUid: '1.2.abc' }],
    ['studyInstanceUid', { studyInstanceUid: null, accessionNumber: null }],
    ['patient.birthDate', { patient: { id: 'X', birthDate: '1950-02-30' } }],
    ['patient.birthDate', { patient: { id: 'X', birthDate: '2050-01-01' } }],
    ['acquiredAt', { acquiredAt: 'yesterday' }],
    ['priority', { priority: 'asap' }],
    ['images', { images: { series: -1 } }],
    ['description', { description: 'x'.repeat(1001) }],
  ])('that breaks a rule at %s is 422 and names the path', async (path, changes) => {
    const { status, body } = await post(studyBody(changes as never));
    expect(status).toBe(422);
    expect(body.errors?.map((error) => error.path)).toContainEqual(expect.stringContaining(path));
    expect(body.errors?.every(({ code, message }) => code !== '' && message !== '')).toBe(true);
  });

  it('that is no JSON is 400', async () => {
    expect(await post('{"facility": ')).toMatchObject({ status: 400, body: { code: 'request/invalid-json' } });
  });
});

describe('a batch', () => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer();
  });
  afterAll(() => demo.close());

  const batch = async (lines: string) => {
    const { token } = await demo.as('imaging@mercy.example');
    const response = await fetch(`${demo.server.url}/api/v1/studies:batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/x-ndjson' },
      body: lines,
    });
    const answered = (await response.text()).split('\n').filter((line) => line !== '');
    return { status: response.status, lines: answered.map((line) => JSON.parse(line)) };
  };

  it('answers each line on its own: good, repeated, changed, broken, of another health system', async () => {
    const [first, second] = [studyBody(), studyBody()];
    const sent = [
      JSON.stringify(first),
      JSON.stringify(first),
      '',
      '{"facility"',
      JSON.stringify({ ...second, modalities: ['nonsense'] }),
      JSON.stringify({ ...second, facility: 'harbour-infirmary' }),
      JSON.stringify({ ...first, patient: { ...first.patient, id: 'OTHER', birthDate: '1999-09-09' } }),
      JSON.stringify(second),
    ];
    const { status, lines } = await batch(sent.join('\n'));
    expect(status).toBe(200);
    expect(lines.map((line) => [line.line, line.status, line.outcome ?? line.problem.code])).toEqual([
      [1, 201, 'created'],
      [2, 200, 'unchanged'],
      [4, 400, 'request/invalid-json'],
      [5, 422, 'request/invalid'],
      [6, 422, 'request/invalid'],
      [7, 409, 'intake/identity-conflict'],
      [8, 201, 'created'],
    ]);
  });

  it('ends at 20,000 lines, and at a line of more than 256 KiB, having answered what came before', async () => {
    const many = await batch(`${JSON.stringify(studyBody())}\n${'\n'.repeat(20_000)}`);
    expect(many.lines.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [201, undefined],
      [413, 'request/too-large'],
    ]);
    const long = await batch(`${JSON.stringify(studyBody())}\n${'x'.repeat(300 * 1024)}`);
    expect(long.lines.map(({ status }) => status)).toEqual([201, 413]);
  });
});
