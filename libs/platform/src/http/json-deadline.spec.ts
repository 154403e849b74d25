import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { jsonDeadline } from './json-deadline.js';

@Module({})
class EmptyModule {}

describe('the deadline of a JSON body', () => {
  let app: NestExpressApplication;
  let port: number;
  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [EmptyModule] }).compile();
    app = module.createNestApplication<NestExpressApplication>({ forceCloseConnections: true, logger: false });
    app.use(jsonDeadline(50));
    await app.listen(0, '127.0.0.1');
    port = Number(new URL(await app.getUrl()).port);
  });
  afterAll(() => app.close());

  /** Sends the head and the beginning of a body, then nothing, and answers what came until the server hung up. */
  const stall = (type: string) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: 100\r\n\r\n{"a`);
    return socket;
  };

  it('ends a request whose body stalls', async () => {
    const answer = await text(stall('application/json'));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request/timeout"');
  });

  it('ends the connection of one that was answered without its body', async () => {
    expect(await text(stall('application/fhir+json'))).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('leaves other bodies their time, and a whole one alone', async () => {
    const image = stall('application/dicom');
    const whole = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(whole.status).toBe(404);
    await text(stall('application/json'));
    expect(image.readyState).toBe('open');
    image.destroy();
  });
});
