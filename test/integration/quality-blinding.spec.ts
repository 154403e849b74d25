import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { routesOf, type Route } from '../support/routes.js';
import { liveClient } from '../support/live.js';
import type { HeldRead, PlacedStudy, SignedOn } from '../support/reading-scene.js';
import { opinionOf, SecondReadScene, wordOf } from '../support/second-read-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';
import { ImageEntity } from '../../libs/features/src/studies/index.js';
import { newId } from '@overread/platform';
import { randomUUID } from 'node:crypto';

let server: TestServer;
let second: SecondReadScene;
let routes: Route[];
/** Reads first; of a group of another's name, so that the group's name does not tell hers. */
let ada: SignedOn;
let bea: SignedOn;
let cy: SignedOn;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  second = await SecondReadScene.of(server);
  await second.policy({});
  const home = await second.scene.reader('Dr Home');
  ada = await second.scene.reader('Dr Ada Firstborn', home);
  routes = routesOf(server).filter(({ method }) => method === 'GET');
}, 60_000);
afterAll(() => server.close());
/** Others in each test: who has read a second time before knows some of the first readers. */
beforeEach(async () => {
  const [away, third] = [await second.scene.reader('Dr Away'), await second.scene.reader('Dr Third')];
  bea = await second.scene.reader('Dr Bea Secondborn', away);
  cy = await second.scene.reader('Dr Cy Young', third);
}, 60_000);

const STRUCTURED_REPORT = '1.2.840.10008.5.1.4.1.1.88.33';
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const FORMS = ['application/json', 'text/plain', 'application/pdf', 'text/csv'];
const QUERIES = [
  '',
  `from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z`,
  'from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&by=reader',
];

/** What of the first reader would tell the second what they found, or who they are. */
const secretsOf = (first: SignedOn, name: string) => [wordOf(first.readerId), first.readerId, name];

/** A study with an image and what a computer made of it; its UID. */
async function withImages(study: PlacedStudy): Promise<string> {
  const [row] = await server.asOwner<{ uid: string }>('select study_instance_uid as uid from study where id = $1', [
    study.id,
  ]);
  const image = (sopClassUid: string, modality: string, seriesDescription: string) => ({
    healthSystemId: second.scene.healthSystemId,
    id: newId() as ImageEntity['id'],
    studyId: study.id,
    seriesInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    sopInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    sopClassUid,
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    modality,
    seriesNumber: 1,
    instanceNumber: 1,
    seriesDescription,
    frames: null,
    rows: 512,
    columns: 512,
    file: `none/${randomUUID()}`,
    bytes: 1000,
    digest: randomUUID(),
    receivedAt: new Date(),
    door: 'dicomweb' as const,
  });
  await second.scene.put(ImageEntity, [
    image(CT_IMAGE, 'CT', 'Axial'),
    image(STRUCTURED_REPORT, 'SR', 'Computer-says'),
  ]);
  return row?.uid ?? '';
}

async function idsOf(study: PlacedStudy): Promise<string[]> {
  const rows = await server.asOwner<{ id: string }>(
    `select id from read where study_id = $1 union select id from report where study_id = $1
     union select id from read_pair where study_id = $1 union select id from notification_duty where study_id = $1
     union select id from adjudication where study_id = $1 union select id from sla_clock where study_id = $1
     union select facility_id from study where id = $1`,
    [study.id],
  );
  return [study.id, ...rows.map(({ id }) => id)];
}

/** Every address that a study's ids fit in, asked for in every form it has; those whose answers hold a secret. */
async function walk(by: Person, study: PlacedStudy, secrets: readonly string[], ownPages = false): Promise<string[]> {
  const uid = await withImages(study);
  const ids = await idsOf(study);
  const web = ['/series', '/instances'].map((tail) => [
    `/dicom-web/studies/{uid}${tail}`,
    `/dicom-web/studies/${uid}${tail}`,
  ]);
  const api = routes
    .filter(({ path }) => !path.includes('dicom-web'))
    .flatMap(({ path }) =>
      path.includes('{')
        ? ids.map((id) => [path, filled(path, study.id, id)])
        : QUERIES.map((query) => [path, `${path}?${query}`]),
    );
  const told = new Set<string>();
  const ask = async ([path = '', address = '']: string[], accept: string) => {
    const response = await fetch(`${server.url}${address}`, {
      headers: { authorization: `Bearer ${by.token}`, accept },
    });
    const text = await response.text();
    // A page cannot be searched for words: that there is one tells enough.
    const tells = (!ownPages && text.startsWith('%PDF')) || secrets.some((secret) => text.includes(secret));
    if (tells || response.status >= 500) told.add(path);
  };
  for (const each of [...api, ...web]) {
    const forms = /report|analytics|export/.test(each[0] ?? '') ? FORMS : ['application/json'];
    await Promise.all(forms.map((accept) => ask(each, accept)));
  }
  return [...told].sort();
}

/** The first place is the study's, where there are two. */
function filled(path: string, studyId: string, id: string): string {
  const places = path.match(/\{[^}]*\}/g) ?? [];
  const [first = '', ...rest] = places;
  const begun = path.replace(first, encodeURIComponent(rest.length > 0 ? studyId : id));
  return rest.reduce((address, place) => address.replace(place, encodeURIComponent(id)), begun);
}

/** What the sockets say, from the beginning of the log. */
async function heard(by: Person, study: PlacedStudy): Promise<{ text: string; followed: string[] }> {
  const client = liveClient(server.url, { token: by.token });
  const topics = [
    'network',
    'worklist',
    `study:${study.id}`,
    `health-system:${second.scene.healthSystemId}`,
    `reading-group:${ada.readingGroupId}`,
  ];
  const followed: string[] = [];
  const said: unknown[] = [];
  for (const topic of topics) {
    for (const after of [undefined, 0]) {
      const answer = await client.subscribe(topic, after);
      said.push(answer);
      if (!('error' in answer)) followed.push(topic);
    }
  }
  await new Promise((resolve) => setImmediate(resolve));
  said.push(client.events);
  client.close();
  return { text: JSON.stringify(said), followed: [...new Set(followed)] };
}

const opened: Partial<HeldRead> = {};
const offered: Partial<HeldRead> = { state: 'assigned', startedAt: null };

describe('a blind second reader', () => {
  it.each([
    ['who was offered the read', offered],
    ['who reads', opened],
  ])(
    '%s is told neither what the first wrote nor who they are, nor what a computer made of it',
    async (_, state) => {
      const study = await second.scene.study([{ by: ada }, { ...opinionOf(bea), ...state }]);
      await second.sign(ada, study.reads[0], 'critical');
      if (state === opened) await second.act(bea, study.reads[1], 'open');
      const secrets = [...secretsOf(ada, 'Dr Ada Firstborn'), 'Computer-says'];
      expect(await walk(bea.person, study, secrets)).toEqual([]);
      const { followed, text } = await heard(bea.person, study);
      expect(followed).toEqual(['worklist']);
      for (const secret of [...secrets, 'report.finalized', 'discrepancy.found']) expect(text).not.toContain(secret);
      // The walk is one that finds what is there: the network's own people see all of it.
      const seen = await walk(server.administrator, study, secrets);
      expect(seen).toEqual(
        expect.arrayContaining([
          '/api/v1/studies/{id}',
          '/api/v1/reads/{id}',
          '/api/v1/studies/{id}/reports',
          '/dicom-web/studies/{uid}/series',
        ]),
      );
    },
    60_000,
  );

  it('is shown both side by side as soon as their own opinion is in', async () => {
    const study = await second.pair({ first: ada, second: bea });
    const secrets = [...secretsOf(ada, 'Dr Ada Firstborn'), 'Computer-says'];
    expect(await walk(bea.person, study, secrets)).toEqual(
      expect.arrayContaining([
        '/api/v1/reads/{id}',
        '/api/v1/reads/{id}/comparison',
        '/api/v1/studies/{id}/reports',
        '/dicom-web/studies/{uid}/series',
      ]),
    );
  }, 60_000);
});

describe('the reader of an independent final', () => {
  it('is told nothing of the preliminary', async () => {
    const study = await second.scene.study([
      { by: ada, issues: 'preliminary' },
      { by: bea, independent: true },
    ]);
    await second.act(bea, study.reads[1], 'open');
    await second.sign(ada, study.reads[0], 'critical', 'preliminary');
    const secrets = secretsOf(ada, 'Dr Ada Firstborn');
    expect(await walk(bea.person, study, secrets)).toEqual([]);
    const { text } = await heard(bea.person, study);
    for (const secret of [...secrets, 'report.issued']) expect(text).not.toContain(secret);
  }, 60_000);
});

describe('whoever judges a discordant pair', () => {
  it('is told the two texts and neither author, and nothing of the grade', async () => {
    const study = await second.pair({ first: ada, second: bea });
    const graded = { score: '3b', comment: 'Graded-as-a-miss.' };
    expect((await second.act(bea, study.reads[1], 'grade', { body: graded })).status).toBe(200);
    const third = await second.take(cy);
    await second.act(cy, third ?? '', 'open');
    const authors = [ada.readerId, bea.readerId, 'Dr Ada Firstborn', 'Dr Bea Secondborn', 'Graded-as-a-miss'];
    expect(await walk(cy.person, study, authors)).toEqual([]);
    const words = [wordOf(ada.readerId), wordOf(bea.readerId)];
    expect(await walk(cy.person, study, words)).toEqual(['/api/v1/reads/{id}/comparison']);
    const { followed, text } = await heard(cy.person, study);
    expect(followed).toEqual(['worklist']);
    for (const secret of [...authors, ...words]) expect(text).not.toContain(secret);
    const decided = await second.act(cy, third ?? '', 'adjudicate', {
      body: { outcome: 'second', comment: 'There it is.' },
    });
    expect(decided.status).toBe(200);
  }, 60_000);
});

describe('the first reader', () => {
  it('is told of a second opinion neither the words nor the author before it is graded', async () => {
    const study = await second.pair({ first: ada, second: bea });
    const words = [wordOf(bea.readerId)];
    expect(await walk(ada.person, study, words, true)).toEqual([]);
    expect((await second.act(bea, study.reads[1], 'grade', { body: { score: '1' } })).status).toBe(200);
    expect(await walk(ada.person, study, words, true)).toContain('/api/v1/reads/{id}/comparison');
  }, 60_000);

  it('’s hospital is never told its words, nor a grade', async () => {
    const study = await second.pair({ first: ada, second: bea });
    await second.act(bea, study.reads[1], 'grade', { body: { score: '2a', comment: 'Graded-as-small.' } });
    const hospital = await server.person('hospital', { organizationId: second.scene.healthSystemId });
    const secrets = [wordOf(bea.readerId), 'Graded-as-small'];
    // Of a PDF the text is compressed: the plain text of the same sheets is walked too.
    expect(await walk(hospital, study, secrets, true)).toEqual([]);
    const text = await fetch(`${server.url}/api/v1/studies/${study.id}/reports?format=text`, {
      headers: { authorization: `Bearer ${hospital.token}` },
    });
    const sheets = await text.text();
    expect(sheets).toContain(wordOf(ada.readerId));
    expect(sheets).not.toContain(wordOf(bea.readerId));
  }, 60_000);
});
