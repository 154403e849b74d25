import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { eventually, processesOf, somewhere, startUp, type Place } from '../support/started-server.js';

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('npm start', () => {
  let place: Place;
  const runs: ReturnType<typeof startUp>[] = [];
  const start = (environment = place.environment) => {
    const run = startUp(environment);
    runs.push(run);
    return run;
  };
  const ready = (run: ReturnType<typeof startUp>) =>
    eventually('the server to be ready', () => {
      if (run.output().includes('Overread is ready')) return true;
      return undefined;
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${run.output()}`);
    });
  const healthy = () =>
    fetch(`${place.url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  const pidOf = (part: string) => processesOf(place.varDir).find(([, command]) => command.includes(part))?.[0];
  const another = (part: string, than: number) =>
    eventually(`another ${part}`, async () => {
      const pid = pidOf(part);
      return pid && pid !== than && (await healthy()) ? pid : undefined;
    });

  beforeEach(async () => {
    place = await somewhere();
  });
  afterEach(async () => {
    for (const run of runs.splice(0)) {
      run.kill('SIGTERM');
      await run.exited;
    }
    place.remove();
  });

  it('brings back the server and the database after kill -9, and leaves no process when it is stopped', async () => {
    const run = start();
    await ready(run);
    const server = pidOf('apps/server')!;
    process.kill(server, 'SIGKILL');
    await another('apps/server', server);
    const database = pidOf('bin/postgres -D')!;
    process.kill(database, 'SIGKILL');
    await another('bin/postgres -D', database);
    run.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(processesOf(place.varDir)).toEqual([]);
  }, 120_000);

  it('takes its server along when it is killed outright, and starts again on what it left', async () => {
    const run = start();
    await ready(run);
    run.kill('SIGKILL');
    await eventually('the server to end', () => pidOf('apps/server') === undefined || undefined);
    await ready(start());
    expect(await healthy()).toBe(true);
  }, 120_000);

  it('says in one line that its folder or its port is taken', async () => {
    await ready(start());
    const { PORT: _taken, ...rest } = place.environment;
    const elsewhere = await somewhere();
    const sameFolder = start({ ...rest, PORT: elsewhere.environment['PORT']! });
    expect([await sameFolder.exited, sameFolder.output()]).toEqual([
      1,
      expect.stringMatching(/^Overread is running already on .*\n$/),
    ]);
    const samePort = start({ ...place.environment, VAR_DIR: elsewhere.varDir });
    expect([await samePort.exited, samePort.output()]).toEqual([
      1,
      expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is in use.*\n$/),
    ]);
    elsewhere.remove();
  }, 120_000);

  it('ends at once, and starts nothing, when another program has the port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(Number(place.environment['PORT']), '127.0.0.1', resolve));
    const run = start();
    expect(await run.exited).toBe(1);
    expect(processesOf(place.varDir)).toEqual([]);
    other.close();
  });
});
