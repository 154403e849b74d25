import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWriteStream, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readDemoFile, type DemoFile } from '../../apps/cli/src/demo/demo-file.js';
import { imageFile, newUid } from '../support/dicom-objects.js';
import { DicomWebPeer } from '../support/dicom-web.js';
import { programAt, run } from '../support/peers.js';
import { eventually, processesOf, somewhere, startUp, type Place } from '../support/started-server.js';

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
const LARGE_BYTES = 400_000_000;
/** What streaming itself takes is taken by an image of a tenth as well. */
const WARM_UP_BYTES = LARGE_BYTES / 10;
const MOST_MEMORY_KB = 100_000;

describeOnLinux('the started server', () => {
  let place: Place;
  let run1: ReturnType<typeof startUp>;
  let demo: DemoFile;
  let peer: DicomWebPeer;
  const serverPid = () => processesOf(place.varDir).find(([, command]) => command.includes('apps/server'))?.[0];
  const incoming = () => {
    const folder = path.join(place.varDir, 'images/incoming');
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  };

  beforeAll(async () => {
    place = await somewhere();
    run1 = startUp(place.environment);
    await eventually('the server', () => (run1.output().includes('Overread is ready') ? true : undefined));
    const found = readDemoFile(place.varDir);
    if (!found) throw new Error('no demo.json');
    demo = found;
    peer = new DicomWebPeer(place.url, demo.apiKeys[0]?.key ?? '');
    // What is loaded, compiled and grown with the first images is not the size's.
    await peer.stow([imageFile({ study: newUid(), instance: newUid() })]);
    expect(await post(bodyOf(large(newUid(), newUid(), WARM_UP_BYTES)))).toBe(200);
  }, 120_000);
  afterAll(async () => {
    run1.kill('SIGTERM');
    await run1.exited;
    place.remove();
  });

  /** The most memory used from now until it is asked. */
  function memoryFromNow(): () => number {
    const pid = serverPid();
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const kb = (name: string) =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const before = kb('VmRSS');
    return () => kb('VmHWM') - before;
  }

  function* large(study: string, instance: string, bytes = LARGE_BYTES): Generator<Buffer> {
    const head = imageFile({ study, instance, pixels: 2 }).subarray(0, -2);
    head.writeUInt32LE(bytes, head.length - 4);
    yield head;
    const piece = Buffer.alloc(1_000_000, 5);
    for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  }

  function* bodyOf(object: Iterable<Buffer>): Generator<Buffer> {
    yield Buffer.from('--B\r\nContent-Type: application/dicom\r\n\r\n');
    yield* object;
    yield Buffer.from('\r\n--B--\r\n');
  }

  it('takes an object of 400 MB in without holding it', async () => {
    const [study, instance] = [newUid(), newUid()];
    const grown = memoryFromNow();
    expect(await post(bodyOf(large(study, instance)))).toBe(200);
    expect(grown()).toBeLessThan(MOST_MEMORY_KB);
    const found = await peer.search(`/studies/${study}/instances`);
    expect(found).toHaveLength(1);
    const sent = grown();
    const back = await peer.send('GET', `/studies/${study}/series/${study}.1/instances/${instance}`, {
      accept: 'application/dicom',
    });
    let bytes = 0;
    for await (const chunk of back.body ?? []) bytes += (chunk as Uint8Array).length;
    expect(bytes).toBeGreaterThan(LARGE_BYTES);
    expect(grown()).toBeLessThan(Math.max(sent, MOST_MEMORY_KB));
  }, 180_000);

  const withDcmtk = programAt('dcmsend') ? it : it.skip;
  withDcmtk(
    'takes one over C-STORE in the same way, and releases its sender',
    async () => {
      const file = path.join(place.varDir, 'large.dcm');
      await pipeline(Readable.from(large(newUid(), newUid())), createWriteStream(file));
      const grown = memoryFromNow();
      const { code, output } = await run(
        'dcmsend',
        ['-aet', 'HOSPA', '-aec', 'OVERREAD', '127.0.0.1', place.environment['DICOM_PORT'] ?? '', file],
        120_000,
      );
      rmSync(file);
      expect([code, output]).toEqual([0, '']);
      expect(grown()).toBeLessThan(MOST_MEMORY_KB);
    },
    180_000,
  );

  it('leaves nothing half stored when it is killed in the middle of an image', async () => {
    const [study, instance] = [newUid(), newUid()];
    const file = imageFile({ study, instance, pixels: 2_000_000 });
    const head = Buffer.from('--B\r\nContent-Type: application/dicom\r\n\r\n');
    const half = request(`${place.url}/dicom-web/studies`, { method: 'POST', headers: headersOf() });
    half.on('error', () => undefined);
    half.write(Buffer.concat([head, file.subarray(0, 1_000_000)]));
    await eventually('the beginning of the image on the disk', () => (incoming().length > 0 ? true : undefined));
    const killed = serverPid() ?? 0;
    process.kill(killed, 'SIGKILL');
    await eventually('another server', async () => {
      const pid = serverPid();
      const healthy = await fetch(`${place.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      return pid && pid !== killed && healthy ? pid : undefined;
    });
    expect(incoming()).toEqual([]);
    expect(await peer.search(`/studies?StudyInstanceUID=${study}`)).toEqual([]);
    expect(await peer.stow([file])).toMatchObject({ status: 200, stored: [instance] });
    const [back] = await peer.retrieve(`/studies/${study}`);
    expect(back?.equals(file)).toBe(true);
  }, 180_000);

  const headersOf = () => ({
    authorization: `Bearer ${demo.apiKeys[0]?.key}`,
    'content-type': 'multipart/related; type="application/dicom"; boundary=B',
  });

  function post(body: Iterable<Buffer>): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(`${place.url}/dicom-web/studies`, { method: 'POST', headers: headersOf() }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject);
      pipeline(Readable.from(body), sent).catch(reject);
    });
  }
});
