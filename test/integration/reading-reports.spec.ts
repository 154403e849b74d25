import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, ReadDetail, Report } from '@overread/wire';
import { inflateSync } from 'node:zlib';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let cy: SignedOn;
let hospital: Person;
let study: PlacedStudy;
let reports: Report[];

const sign = async (by: SignedOn, read: string | undefined, kind: string, body: object) => {
  const { token } = by.person;
  await server.call('POST', `/reads/${read}/open`, { token });
  const answer = await server.call<{ report: Report }>('POST', `/reads/${read}/${kind}`, { token, body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.report;
};

beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  bea = await scene.reader('Dr Βέα Ωμ');
  cy = await scene.reader('Dr Cy Blind');
  hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
  const secondary = { by: cy, purpose: 'secondary' as const, issues: 'opinion' as const };
  study = await scene.study([{ by: bea, issues: 'preliminary' }, { by: ada }, secondary]);
  const preliminary = { impression: 'Прелиминарно: норма.', conclusion: 'normal' };
  const final = {
    sections: { findings: 'No hemorrhage.\nNo mass effect.', technique: 'Axial CT.' },
    impression: 'Small subdural hematoma.',
    conclusion: 'critical',
  };
  reports = [
    await sign(bea, study.reads[0], 'preliminary', preliminary),
    await sign(ada, study.reads[1], 'final', final),
  ];
}, 60_000);
afterAll(() => server.close());

const inTexas = (report: Report | undefined) =>
  new Date(report?.signedAt ?? '').toLocaleString('sv-SE', {
    timeZone: 'America/Chicago',
    dateStyle: 'short',
    timeStyle: 'short',
  });
const get = <Body = Problem>(by: Person, path: string, accept?: string) =>
  server.call<Body>('GET', path, { token: by.token, headers: accept ? { accept } : {} });
const bytesOf = async (by: Person, path: string, accept: string) => {
  const headers = { authorization: `Bearer ${by.token}`, accept };
  const response = await fetch(`${server.url}/api/v1${path}`, { headers });
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
};

describe('the reports of a study', () => {
  it('come as JSON, oldest first', async () => {
    const { status, body } = await get<{ items: Report[]; next: null }>(hospital, `/studies/${study.id}/reports`);
    expect([status, body]).toEqual([200, { items: reports, next: null }]);
    const one = await get<Report>(hospital, `/studies/${study.id}/reports/${reports[1]?.id}`);
    expect(one.body).toEqual(reports[1]);
  });

  it('come as plain text, in the facility’s time, with both authors on each', async () => {
    const { headers, body } = await get<string>(
      hospital,
      `/studies/${study.id}/reports/${reports[1]?.id}`,
      'text/plain',
    );
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toContain('FINAL REPORT\nMercy East\nPatient: Doe, Jane · MRN-');
    expect(body).toContain(
      'TECHNIQUE\nAxial CT.\n\nFINDINGS\nNo hemorrhage.\nNo mass effect.\n\nIMPRESSION\nSmall subdural',
    );
    expect(body).toContain(`Preliminary report: Dr Βέα Ωμ, signed ${inTexas(reports[0])} America/Chicago`);
    expect(body).toContain(`Final report: Dr Ada Byrd, signed ${inTexas(reports[1])} America/Chicago`);
    const both = await get<string>(hospital, `/studies/${study.id}/reports?format=text`);
    expect(both.body.indexOf('PRELIMINARY REPORT')).toBeLessThan(both.body.indexOf('FINAL REPORT'));
  });

  it('come as pages that a reader of PDF can search, names in any script included', async () => {
    const { type, bytes } = await bytesOf(hospital, `/studies/${study.id}/reports`, 'application/pdf');
    expect(type).toBe('application/pdf');
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    const text = textOf(bytes);
    for (const wanted of ['Mercy East', 'Final report', 'Doe, Jane', 'Small subdural hematoma.', 'Dr Βέα Ωμ', 'норма'])
      expect(text).toContain(wanted);
    expect(text).toContain('Page 1 of 2');
    expect(text).toContain('Page 2 of 2');
    expect(text.match(/(Preliminary|Final) report · Doe, Jane/g)).toHaveLength(2);
    const one = await bytesOf(hospital, `/studies/${study.id}/reports/${reports[1]?.id}?format=pdf`, '*/*');
    expect(textOf(one.bytes)).toContain('Page 1 of 1');
    expect(textOf(one.bytes)).not.toContain('норма');
  });

  it('are refused in a form that is not known', async () => {
    expect((await get(hospital, `/studies/${study.id}/reports?format=docx`)).status).toBe(422);
    expect((await get(hospital, `/studies/${study.id}/reports`, 'image/png')).body).toMatchObject({ status: 406 });
    const none = `/studies/${study.id}/reports/${study.id}`;
    expect((await get(hospital, none)).body).toMatchObject({ status: 404, code: 'report/not-found' });
  });

  it('are seen by the hospital, the readers and the network, not by strangers', async () => {
    const path = `/studies/${study.id}/reports`;
    for (const by of [hospital, ada.person, bea.person, server.administrator])
      expect((await get(by, path)).status).toBe(200);
    const elsewhere = await server.person('hospital', { organizationId: await otherSystem() });
    const stranger = await scene.reader('Dr Dan Stranger');
    for (const by of [elsewhere, stranger.person]) expect((await get(by, path)).status).toBe(404);
  });

  it('are hidden from a second reader who is still to read blind', async () => {
    const { status, body } = await get(cy.person, `/studies/${study.id}/reports`);
    expect([status, body.code]).toEqual([403, 'access/forbidden']);
    const own = await get<ReadDetail>(cy.person, `/reads/${study.reads[2]}`);
    expect(own.body).toMatchObject({ reports: [], reader: { name: 'Dr Cy Blind' } });
    expect(own.body.study.reads.map(({ reader }) => reader?.name ?? null)).toEqual([null, null, 'Dr Cy Blind']);
    const other = await get<ReadDetail>(cy.person, `/reads/${study.reads[1]}`);
    expect(other.body).toMatchObject({ reader: null, reports: [] });
    for (const view of ['timeline', 'explanation'])
      expect((await get(cy.person, `/studies/${study.id}/${view}`)).status).toBe(403);
    const first = await get<ReadDetail>(ada.person, `/reads/${study.reads[1]}`);
    expect(first.body.reports.map(({ id }) => id)).toEqual(reports.map(({ id }) => id));
  });

  it('leave a row for each look, that says as what', async () => {
    const rows = await server.asOwner<{ action: string }>(
      'select distinct action from access_log where study_id = $1 and principal = $2',
      [study.id, hospital.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['report.json', 'report.text', 'report.pdf']),
    );
  });
});

async function otherSystem(): Promise<string> {
  const body = { name: 'Elsewhere' };
  return (await server.call<{ id: string }>('POST', '/health-systems', { token: server.administrator.token, body }))
    .body.id;
}

/** The text of a PDF whose fonts carry a ToUnicode map, as a viewer's search sees it; one line per shown text. */
function textOf(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const mapOf = (font: number) => {
    const reference = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.head ?? '')?.[1];
    return unicodeMap(objects.get(Number(reference))?.stream ?? '');
  };
  const fonts = new Map<string, Map<string, string>>();
  for (const { head } of objects.values()) {
    for (const [, name, id] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name!, mapOf(Number(id)));
  }
  const pages = [...objects.values()].map(({ stream }) => stream).filter((stream) => /\bTJ\b/.test(stream));
  return pages.map((page) => shownText(page, fonts)).join('\n');
}

function shownText(page: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  const lines: string[] = [];
  for (const [, name, shown] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name) ?? new Map();
    else {
      const glyphs = [...shown!.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
      lines.push(glyphs.map((glyph) => font.get(glyph) ?? '?').join(''));
    }
  }
  return lines.join('');
}

function objectsOf(pdf: Buffer): Map<number, { head: string; stream: string }> {
  const raw = pdf.toString('latin1');
  const objects = new Map<number, { head: string; stream: string }>();
  for (const match of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id, content = ''] = match;
    const [head = '', rest] = content.split(/\nstream\n/);
    const deflated = rest === undefined ? null : Buffer.from(rest.replace(/\nendstream$/, ''), 'latin1');
    const stream = deflated === null || !head.includes('FlateDecode') ? '' : inflateSync(deflated).toString('latin1');
    objects.set(Number(id), { head, stream });
  }
  return objects;
}

/** Glyph to text: `<from> <to> [<text> ...]` ranges of the map that pdfkit writes. */
function unicodeMap(map: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, from, , list] of map.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/g)) {
    const texts = [...list!.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) => hex!.replaceAll(' ', ''));
    texts.forEach((hex, n) => {
      const glyph = (parseInt(from!, 16) + n).toString(16).padStart(4, '0');
      glyphs.set(glyph, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
    });
  }
  return glyphs;
}
