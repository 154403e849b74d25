import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/embedded-pg.mjs';

const settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' };

describe('embedded PostgreSQL', () => {
  let dir: string;
  const started: EmbeddedPostgres[] = [];
  const start = async (port?: number) => {
    const server = await startEmbeddedPostgres({ dir, settings, endsWithParent: true, ...(port ? { port } : {}) });
    started.push(server);
    return server;
  };
  const ask = async (connectionString: string, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'overread-embedded-'));
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('gives an owner who owns the database, may create roles and is no superuser', async () => {
    const { ownerUrl } = await start();
    const [facts] = await ask(
      ownerUrl,
      `select r.rolsuper, r.rolcreaterole, r.rolbypassrls, pg_get_userbyid(d.datdba) as owner
         from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`,
    );
    expect(facts).toEqual({ rolsuper: false, rolcreaterole: true, rolbypassrls: false, owner: 'overread_owner' });
  });

  it('asks everybody for a password, on the loopback address only', async () => {
    const { superuserUrl } = await start();
    const wrong = new URL(superuserUrl);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    const shown = await ask(
      superuserUrl,
      `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name`,
    );
    expect(shown.map((row) => row['setting'])).toEqual(['127.0.0.1', '']);
    expect(await ask(superuserUrl, `select 1 from pg_hba_file_rules where auth_method <> 'scram-sha-256'`)).toEqual([]);
  });

  it('keeps its passwords in a file that only its user may read', async () => {
    await start();
    expect(statSync(path.join(dir, 'passwords.json')).mode & 0o777).toBe(0o600);
  });

  it('takes over the server that an earlier process left running', async () => {
    const first = await start();
    const second = await start();
    expect({ reused: second.reused, pid: second.pid }).toEqual({ reused: true, pid: first.pid });
  });

  it('comes back on the same port with its rows after kill -9', async () => {
    const first = await start();
    await ask(first.ownerUrl, 'create table kept (n int); insert into kept values (7)');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start(first.port);
    expect(second.port).toBe(first.port);
    expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('starts although the process number it left now belongs to somebody else', async () => {
    const first = await start();
    const pidFile = path.join(dir, 'data', 'postmaster.pid');
    const left = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    writeFileSync(pidFile, [process.pid, ...left.slice(1)].join('\n'));
    expect((await start()).reused).toBe(false);
  });

  it('refuses to open data whose passwords are gone', async () => {
    await (await start()).stop();
    rmSync(path.join(dir, 'passwords.json'));
    await expect(start()).rejects.toThrow(/passwords\.json is gone/);
  });
});
