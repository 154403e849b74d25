import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, ReadDetail, SignInResponse } from '@overread/wire';
import { newId } from '@overread/platform';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ImageEntity } from '../../libs/features/src/studies/index.js';
import { EXPLICIT_LITTLE_ENDIAN, imageFile, newUid } from '../support/dicom-objects.js';
import { liveClient, refusalOf } from '../support/live.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-viewer-'));
const DICOM = { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' };
const JSON_TYPE = { accept: 'application/dicom+json' };

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let study: Kept;
let other: Kept;
beforeAll(async () => {
  const viewerUrlTemplate = 'https://viewer.example/?study={studyInstanceUid}&token={token}';
  server = await startTestServer({ config: { roles: new Set(['api']), viewerUrlTemplate, varDir } });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  bea = await scene.reader('Dr Bea Ohm');
  study = await withImages(await scene.study([{ by: ada }, { by: bea, issues: 'preliminary' }]));
  other = await withImages(await scene.study([{ by: ada }]));
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(varDir, { recursive: true, force: true });
});

interface Kept extends PlacedStudy {
  uid: string;
  image: Buffer;
  /** The address of its one image, after `/dicom-web`. */
  instance: string;
}

/** The study with one image in the store. */
async function withImages(placed: PlacedStudy): Promise<Kept> {
  const uid = `2.25.${BigInt(`0x${placed.id.replaceAll('-', '')}`)}`;
  const instance = newUid();
  const image = imageFile({ study: uid, instance });
  const file = `00/00/${placed.id}`;
  mkdirSync(path.join(varDir, 'images/00/00'), { recursive: true });
  writeFileSync(path.join(varDir, 'images', file), image);
  await scene.put(ImageEntity, {
    healthSystemId: scene.healthSystemId,
    id: newId(),
    studyId: placed.id,
    seriesInstanceUid: `${uid}.1`,
    sopInstanceUid: instance,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
    modality: 'CT',
    file,
    bytes: image.length,
    digest: 'none',
    receivedAt: await scene.now(),
    door: 'dicomweb',
  });
  return { ...placed, uid, image, instance: `/studies/${uid}/series/${uid}.1/instances/${instance}` };
}

/** The token in the address that a reader's read names. */
async function viewerToken(by: SignedOn = ada, read = study.reads[0], token = by.person.token): Promise<string> {
  const { body } = await server.call<ReadDetail>('GET', `/reads/${read}`, { token });
  return new URL(body.viewerUrl ?? '').searchParams.get('token') ?? '';
}
const dicomWeb = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/dicom-web${address}`, { headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const codeOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

describe('a viewer’s token', () => {
  it('fetches the images of its study, in the header or in the address', async () => {
    const token = await viewerToken();
    const whole = await dicomWeb(`${study.instance}?token=${token}`, {
      accept: 'application/dicom; transfer-syntax=*',
    });
    expect(whole.status).toBe(200);
    expect(Buffer.from(await whole.arrayBuffer()).equals(study.image)).toBe(true);
    const levels = [`/studies/${study.uid}`, `/studies/${study.uid}/series/${study.uid}.1`];
    for (const level of levels) {
      expect((await dicomWeb(level, { ...DICOM, ...bearer(token) })).status).toBe(200);
      expect((await dicomWeb(`${level}/metadata?token=${token}`, JSON_TYPE)).status).toBe(200);
      expect((await dicomWeb(`${level}/instances?token=${token}`, JSON_TYPE)).status).toBe(200);
    }
  });

  it('finds its study in a search for all, and no other', async () => {
    const token = await viewerToken();
    for (const address of ['/studies', '/series', '/instances']) {
      const found = (await (await dicomWeb(`${address}?token=${token}`, JSON_TYPE)).json()) as {
        '0020000D': { Value: string[] };
      }[];
      expect(found.map((each) => each['0020000D'].Value[0])).toEqual([study.uid]);
    }
    const others = await dicomWeb(`/studies?StudyInstanceUID=${other.uid}&token=${token}`, JSON_TYPE);
    expect(others.status).toBe(204);
  });

  it('knows of no other study, whatever its reader may see', async () => {
    const token = await viewerToken();
    const asked = [other.instance, `/studies/${other.uid}`, `/studies/${other.uid}/series`];
    for (const address of asked) {
      expect((await dicomWeb(address, bearer(ada.person.token))).status).not.toBe(404);
      expect((await dicomWeb(address, bearer(token))).status).toBe(404);
      expect((await dicomWeb(`${address}?study=${other.id}&token=${token}`)).status).toBe(404);
    }
    expect((await dicomWeb(`${study.instance}?study=${other.id}&token=${token}`)).status).toBe(404);
  });

  it('tells that its reader saw the images, of no other read', async () => {
    const tell = (read: string | undefined, token: string) =>
      server.call<Problem>('POST', `/reads/${read}/images-opened`, { token });
    const token = await viewerToken();
    expect((await tell(study.reads[0], token)).status).toBe(200);
    expect((await tell(study.reads[1], token)).body).toMatchObject({ status: 403, code: 'read/not-yours' });
    expect((await tell(other.reads[0], token)).status).toBe(404);
    const query = `/reads/${study.reads[0]}/images-opened?token=${token}`;
    expect((await server.call<Problem>('POST', query)).body.code).toBe('auth/token-missing');
  });

  it('is refused by every other route there is', async () => {
    const token = await viewerToken();
    const routes = await routesOf(server.url);
    expect(routes.length).toBeGreaterThan(80);
    const reached: string[] = [];
    for (const { method, address, route } of routes) {
      const inHeader = await fetch(`${server.url}${address}`, { method, headers: bearer(token), redirect: 'manual' });
      const inAddress = await fetch(`${server.url}${address}?token=${token}`, { method, redirect: 'manual' });
      const codes = [await codeIn(inHeader), await codeIn(inAddress)];
      if (codes[0] !== 'auth/token-scoped' || codes[1] !== 'auth/token-missing') reached.push(route);
    }
    const forViewers = reached.filter(
      (route) => route.startsWith('GET /dicom-web/') || route.endsWith('images-opened'),
    );
    expect(forViewers).toHaveLength(13);
    expect(reached.filter((route) => !forViewers.includes(route)).sort()).toEqual([
      'POST /api/v1/auth/refresh',
      'POST /api/v1/auth/sign-in',
      'POST /api/v1/auth/sign-out',
    ]);
    // Signing out by it did nothing: it is nobody's sign-in.
    expect((await server.call('GET', '/auth/me', { token: ada.person.token })).status).toBe(200);
  });

  it('opens no socket', async () => {
    const client = liveClient(server.url, { token: await viewerToken() });
    expect(await refusalOf(client)).toMatchObject({ code: 'auth/token-invalid' });
    client.close();
  });

  it('is given to people alone, and a person’s own token is not taken from an address', async () => {
    const key = await server.call<{ key: string }>('POST', '/api-keys', {
      token: server.administrator.token,
      body: { name: 'PACS', healthSystemId: scene.healthSystemId },
    });
    const read = await server.call<ReadDetail>('GET', `/reads/${study.reads[0]}`, { token: key.body.key });
    expect([read.status, read.body.viewerUrl]).toEqual([200, null]);
    for (const token of [ada.person.token, key.body.key]) {
      expect((await dicomWeb(study.instance, bearer(token))).status).toBe(200);
      expect(await codeOf(await dicomWeb(`${study.instance}?token=${token}`))).toEqual([401, 'auth/token-invalid']);
    }
  });

  it('dies with the sign-in it came from, and not with another', async () => {
    const { email, password } = ada.person;
    const signIn = () => server.call<SignInResponse>('POST', '/auth/sign-in', { body: { email, password } });
    const [here, there] = [(await signIn()).body.token, (await signIn()).body.token];
    const [mine, elsewhere] = [
      await viewerToken(ada, study.reads[0], here),
      await viewerToken(ada, study.reads[0], there),
    ];
    expect((await dicomWeb(`${study.instance}?token=${mine}`)).status).toBe(200);
    await server.call('POST', '/auth/sign-out', { token: here });
    expect(await codeOf(await dicomWeb(`${study.instance}?token=${mine}`))).toEqual([401, 'auth/token-invalid']);
    expect((await dicomWeb(`${study.instance}?token=${elsewhere}`)).status).toBe(200);
  });

  it('lives ten minutes', async () => {
    const token = await viewerToken();
    await server.clock.advance({ minutes: 9 });
    expect((await dicomWeb(`${study.instance}?token=${token}`)).status).toBe(200);
    await server.clock.advance({ minutes: 2 });
    expect(await codeOf(await dicomWeb(`${study.instance}?token=${token}`))).toEqual([401, 'auth/token-invalid']);
  });
});

describe('the log of who looked', () => {
  const looks = (action: string) =>
    server.asOwner<{ principal: string; address: string | null }>(
      'select principal, host(address::inet) as address from access_log where action = $1 order by at desc limit 1',
      [action],
    );

  it('says from where, over HTTP, by a viewer’s token and over a socket', async () => {
    await dicomWeb(`${study.instance}?token=${await viewerToken()}`);
    const here = { principal: ada.person.id, address: '127.0.0.1' };
    expect(await looks('image.retrieve')).toEqual([here]);
    expect(await looks('read.view')).toEqual([here]);
    const client = liveClient(server.url, { token: ada.person.token });
    await client.subscribe(`study:${study.id}`);
    client.close();
    await eventually('the look', async () => (await looks('study.follow')).length > 0 || undefined);
    expect(await looks('study.follow')).toEqual([here]);
  });
});

async function codeIn(response: Response): Promise<string | null> {
  const text = await response.text();
  return /problem/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as Problem).code : null;
}

/** Every route of the OpenAPI document, with something in the place of its parameters. */
async function routesOf(url: string): Promise<{ method: string; address: string; route: string }[]> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as { paths: Record<string, object> };
  return Object.entries(document.paths).flatMap(([route, methods]) => {
    const address = route.replace(/\{reads?\}|\{id\}/g, other.reads[0] ?? '').replace(/\{[^}]*\}/g, '1.2.3');
    return Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      address,
      route: `${method.toUpperCase()} ${route}`,
    }));
  });
}
