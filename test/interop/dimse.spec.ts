import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DimseServer } from '../../libs/features/src/intake/index.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { imageFile, newUid } from '../support/dicom-objects.js';
import { describeWith, run } from '../support/peers.js';
import { eventually } from '../support/started-server.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-dimse-'));
let demo: DemoServer;
let port: string;

beforeAll(async () => {
  demo = await startDemoServer({ config: { varDir: path.join(folder, 'var') } });
  port = String(demo.server.app.get(DimseServer).listeningPort);
});
afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

const exceptions = (code: string) =>
  demo.server.asOwner<Record<string, unknown>>('select * from intake_exception where code = $1', [code]);

function written(name: string, bytes: Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

describeWith(['echoscu', 'storescu', 'dcmsend'], 'dcmtk')('DCMTK at the DICOM door', () => {
  const echo = (calling: string, called: string) =>
    run('echoscu', ['-v', '-aet', calling, '-aec', called, '127.0.0.1', port]);

  it('is answered an echo', async () => {
    expect(await echo('HOSPA', 'OVERREAD')).toMatchObject({ code: 0 });
  });

  it('is refused under a called AE title that is not this server’s', async () => {
    const { code, output } = await echo('HOSPA', 'WRONG');
    expect(code).not.toBe(0);
    expect(output).toContain('Called AE Title Not Recognized');
  });

  it('is refused under a calling AE title that is nobody’s, once on record', async () => {
    for (let times = 0; times < 3; times++) {
      const { code, output } = await echo('NOBODY', 'OVERREAD');
      expect(code).not.toBe(0);
      expect(output).toContain('Calling AE Title Not Recognized');
    }
    const recorded = await eventually('the exception', async () => {
      const rows = await exceptions('dimse/calling-ae-unknown');
      return rows.length > 0 ? rows : undefined;
    });
    expect(recorded).toMatchObject([{ door: 'dimse', health_system_id: null, facts: { callingAeTitle: 'NOBODY' } }]);
  });

  it('sends an image whose study is there once it has its answer', async () => {
    const [study, instance] = [newUid(), newUid()];
    const file = written('one.dcm', imageFile({ study, instance }));
    const sent = await run('storescu', ['-v', '-aet', 'HOSPA', '-aec', 'OVERREAD', '127.0.0.1', port, file]);
    expect(sent.output).toContain('Success');
    expect(sent.code).toBe(0);
    const rows = await demo.server.asOwner('select state, instances_arrived from study where study_instance_uid = $1', [
      study,
    ]);
    expect(rows).toEqual([{ state: 'receiving', instances_arrived: 1 }]);
  });
});

describe('noise at the DICOM door', () => {
  const talk = (bytes: Buffer): Promise<void> =>
    new Promise((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(bytes));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.resume();
    });

  it('ends the connection and nothing else', async () => {
    const request = Buffer.from('0100000000d0', 'hex');
    const hostile = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(100_000, 0xff),
      Buffer.from('04ffffffffff', 'hex'),
      Buffer.concat([request, Buffer.alloc(0xd0, 0x20)]),
      Buffer.concat([Buffer.from('040000000006', 'hex'), Buffer.from('000000020100', 'hex')]),
    ];
    await Promise.all(hostile.map(talk));
    expect(demo.server.app.get(DimseServer).listeningPort).toBe(Number(port));
  });
});
