import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { imageFile, newUid } from '../support/dicom-objects.js';
import { DicomWebPeer } from '../support/dicom-web.js';

/** A head CT of mercy-north: final onshore. One image is announced and comes; another comes when the report is out. */
describe('images that come after the final', () => {
  const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-late-'));
  let demo: DemoServer;
  let grace: DemoPerson;
  let pacs: DicomWebPeer;
  let study: Study;
  let announced: { uid: string; patientId: string; accession: string };
  beforeAll(async () => {
    demo = await startDemoServer({ config: { varDir } });
    const mercy = await demo.as('imaging@mercy.example');
    pacs = new DicomWebPeer(
      demo.server.url,
      demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === 'Mercy Health')?.key ?? '',
    );
    const body = studyBody({ facility: 'mercy-north', images: { series: 1, instances: 1 } });
    announced = {
      uid: body.studyInstanceUid ?? '',
      patientId: body.patient.id,
      accession: body.accessionNumber ?? '',
    };
    study = await mercy.client.studies.submit(body);
    await arrive();
    grace = await demo.signOn('Grace Okafor', { mode: 'push' });
  }, 60_000);
  afterAll(async () => {
    await demo.close();
    rmSync(varDir, { recursive: true, force: true });
  });

  const arrive = async () => {
    const { uid, patientId, accession } = announced;
    const answer = await pacs.stow([imageFile({ study: uid, instance: newUid(), patientId, accession })]);
    expect(answer).toMatchObject({ status: 200, failed: [] });
  };
  const now = async (): Promise<Study> => (await demo.as('administrator')).client.studies.get(study.id);
  const addenda = async () => (await now()).reads.filter(({ purpose }) => purpose === 'addendum');
  const signFinal = async () => {
    await demo.dispatch();
    const [read] = (await now()).reads;
    await grace.client.reads.accept(read!.id, {});
    await grace.client.reads.open(read!.id, {});
    await grace.client.reads.final(read!.id, reportBody());
  };

  it('ask its author for one addendum, however many come, and leave the study final', async () => {
    await signFinal();
    await demo.signOn('Hannah Weiss', { mode: 'push' });
    await demo.server.clock.advance({ minutes: 1 });
    await Promise.all([arrive(), arrive()]);
    await arrive();
    expect((await now()).state).toBe('final');
    expect(await addenda()).toMatchObject([{ state: 'queued', issues: 'final', independent: false }]);
    await demo.dispatch();
    expect(await addenda()).toMatchObject([{ state: 'assigned', reader: { id: grace.readerId } }]);
    expect(await demo.happened(study.id, 'study.images-arrived', 'data')).toContainEqual(
      expect.objectContaining({ asksForAddendum: true }),
    );
  });

  it('are answered by an addendum and by no second final, and ask again when more come', async () => {
    const [{ id }] = (await addenda()) as [Study['reads'][number]];
    await grace.client.reads.accept(id, {});
    await grace.client.reads.open(id, {});
    const refusal = { status: 409, code: 'read/issues-other' };
    await expect(grace.client.reads.final(id, reportBody())).rejects.toMatchObject({ problem: refusal });
    await expect(grace.client.reads.preliminary(id, reportBody())).rejects.toMatchObject({ problem: refusal });
    await grace.client.reads.addendum(id, reportBody({ impression: 'The late image changes nothing.' }));
    expect(await addenda()).toMatchObject([{ state: 'completed' }]);
    const mercy = await demo.as('imaging@mercy.example');
    expect((await mercy.client.studies.reports(study.id)).items.map(({ kind }) => kind)).toEqual(['final', 'addendum']);
    await arrive();
    expect((await addenda()).map(({ state }) => state)).toEqual(['completed', 'queued']);
  });

  it('are another’s to read once the author is off', async () => {
    await grace.client.work.signOff((await demo.sessionOf(grace)).id);
    await demo.dispatch();
    await demo.dispatch();
    const hannah = await demo.as('Hannah Weiss');
    expect((await addenda()).at(-1)).toMatchObject({ state: 'assigned', reader: { id: hannah.readerId } });
  });
});
