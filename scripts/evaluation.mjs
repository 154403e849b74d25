// What evaluation mode keeps in VAR_DIR: its database and its secrets. Shared by `npm start` and the command line.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { databaseUrl } from './embedded-pg.mjs';

export const root = path.resolve(import.meta.dirname, '..');
export const varDirectory = () => path.resolve(root, process.env.VAR_DIR || 'var');
export const databaseFolder = () => path.join(varDirectory(), 'postgres');
export const program = (app) => path.join(root, 'dist/apps', app, 'src/main.js');

const secret = () => randomBytes(32).toString('base64url');
const SECRETS = ['APP_DATABASE_PASSWORD', 'TOKEN_SECRET', 'SEALING_KEY'];

/** Random on the first start, then the same for as long as VAR_DIR is kept. */
function secrets() {
  const file = path.join(varDirectory(), 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (SECRETS.every((name) => kept[name])) return kept;
  const all = { ...Object.fromEntries(SECRETS.map((name) => [name, secret()])), ...kept };
  mkdirSync(varDirectory(), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(all), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return all;
}

/** The environments of the server, and of `migrate`, which alone is given the owner's connection. */
export function evaluationEnvironments(postgres) {
  const { APP_DATABASE_PASSWORD, ...kept } = secrets();
  const app = databaseUrl({ role: 'overread_app', password: APP_DATABASE_PASSWORD, port: postgres.port });
  // What the operator sets wins: a secret given from outside is used instead of the one kept here.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const evaluation = { VAR_DIR: varDirectory(), OVERREAD_EVALUATION: 'true', OVERREAD_COMMAND: program('cli') };
  const server = { ...kept, ...given, ...evaluation, DATABASE_URL: app };
  delete server.MIGRATION_DATABASE_URL;
  return { server, migration: { ...server, MIGRATION_DATABASE_URL: postgres.ownerUrl, APP_DATABASE_PASSWORD } };
}
