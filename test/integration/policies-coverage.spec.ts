import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RosterShift } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

describe('coverage that follows the roster', () => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer();
  });
  afterAll(() => demo.close());

  it('ownership follows a reader to the next day’s shift', async () => {
    await demo.key('Mercy Health').studies.submit(studyBody());
    const grace = await demo.signOn('Grace Okafor');
    const { read } = (await grace.client.work.next())!;
    await grace.client.reads.open(read.id, {});
    await grace.client.work.signOff((await demo.sessionOf(grace)).id);
    await demo.server.clock.advance({ minutes: 24 * 60 });
    await demo.dispatch();
    await demo.signOn('Grace Okafor');
    const mine = (await grace.client.work.worklist({ filter: 'mine' })).items;
    expect(mine.map(({ readId }) => readId)).toEqual([read.id]);
    const signed = await grace.client.reads.final(read.id, reportBody());
    expect(signed.read.state).toBe('completed');
  });

  it('roster changes are live within 30 s: at once', async () => {
    const grace = await demo.as('Grace Okafor');
    const { token } = demo.server.administrator;
    const group = grace.organizationId!;
    const now = demo.server.clock.now();
    const shift = {
      readerId: grace.readerId,
      name: 'MR MSK Robina',
      startsAt: new Date(now.getTime() - 60_000).toISOString(),
      endsAt: new Date(now.getTime() + 3_600_000).toISOString(),
      modalityFamilies: ['MR'],
      subspecialties: ['msk'],
    };
    const day = new Intl.DateTimeFormat('sv', { timeZone: grace.user.zone ?? 'UTC' }).format(now);
    const put = await demo.server.call<{ shifts: RosterShift[] }>('PUT', `/rosters/${group}/${day}`, {
      token,
      body: { shifts: [shift, { ...shift, name: 'Overflow', modalityFamilies: [], subspecialties: [] }] },
    });
    expect(put.status).toBe(200);
    const shifts =
      demo.server.app
        .get(NetworkDirectory)
        .snapshot()
        .readers.get(grace.readerId as never)?.shifts ?? [];
    expect(
      shifts.filter(({ startsAt }) => startsAt <= now).map(({ name, subspecialties }) => [name, subspecialties]),
    ).toEqual(
      expect.arrayContaining([
        ['MR MSK Robina', ['msk']],
        ['Overflow', []],
      ]),
    );
  });
});
