import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from '@overread/wire';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startDemoServer } from '../support/demo-server.js';
import { eventually, processesOf, somewhere, startUp, type Place } from '../support/started-server.js';

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
interface Facts {
  users: { role: string; email: string; password: string }[];
}

describeOnLinux('a demo day', () => {
  let place: Place;
  let run: ReturnType<typeof startUp>;
  let administrator: Client;
  let auditor: Client;
  beforeAll(async () => {
    place = await somewhere();
    run = startUp(place.environment);
    await eventually('the server to be ready', () => run.output().includes('Overread is ready') || undefined);
    const { users } = JSON.parse(readFileSync(path.join(place.varDir, 'demo.json'), 'utf8')) as Facts;
    const as = async (role: string) => {
      const { email, password } = users.find((user) => user.role === role)!;
      const { token } = await createClient({ baseUrl: place.url }).auth.signIn({ email, password });
      return createClient({ baseUrl: place.url, token: () => token });
    };
    [administrator, auditor] = [await as('administrator'), await as('auditor')];
  }, 120_000);
  afterAll(async () => {
    run.kill('SIGTERM');
    await run.exited;
    place.remove();
  });
  const simulators = () => processesOf(place.varDir).filter(([, command]) => command.includes('simulate'));
  const some = (what: string, list: () => Promise<{ items: unknown[] }>) =>
    eventually(what, async () => (await list()).items.length > 0 || undefined);

  it('is started by an administrator, fills the network, runs once at a time and ends when told to', async () => {
    expect(await administrator.demoDay.state()).toEqual({ available: true, running: null });
    await expect(auditor.demoDay.start({ minutes: 1 })).rejects.toMatchObject({ status: 403 });
    const day = await administrator.demoDay.start({ minutes: 5, speed: 600, readers: 6, seed: 'story' });
    expect(day).toMatchObject({ minutes: 5, readers: 6, seed: 'story' });
    expect((await administrator.demoDay.state()).running).toEqual(day);
    await expect(administrator.demoDay.start()).rejects.toMatchObject({ status: 409, code: 'demo-day/running' });
    await some('studies', () => administrator.studies.list());
    await some('finals', () => administrator.studies.list({ state: 'final' }));
    await administrator.demoDay.stop();
    expect((await administrator.demoDay.state()).running).toBeNull();
    expect(simulators()).toEqual([]);
    const { items } = await administrator.network.readers.list({ limit: 500 });
    expect(items.filter(({ presence }) => presence !== null)).toEqual([]);
  }, 120_000);

  it('ends with the server that runs it', async () => {
    await administrator.demoDay.start({ minutes: 5, speed: 600, readers: 2 });
    expect(simulators()).toHaveLength(1);
    const [server] = processesOf(place.varDir).find(([, command]) => command.includes('apps/server'))!;
    process.kill(server, 'SIGKILL');
    await eventually('the simulation to end', () => simulators().length === 0 || undefined);
  }, 120_000);
});

describe('a network in service', () => {
  it('has no demo days', async () => {
    const demo = await startDemoServer();
    const { client } = await demo.as('administrator');
    expect(await client.demoDay.state()).toEqual({ available: false, running: null });
    await expect(client.demoDay.start()).rejects.toMatchObject({ status: 404, code: 'demo-day/not-here' });
    await client.demoDay.stop();
    await demo.close();
  }, 60_000);
});
