#!/usr/bin/env node
// The `overread` command: the built command line under the Node of this project, on the evaluation's database if that is in use.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const ownNode = path.join(root, 'node_modules/.bin/node');
const node = existsSync(ownNode) ? ownNode : process.execPath;
const args = process.argv.slice(2);
const main = path.join(root, 'dist/apps/cli/src/main.js');

const run = (file, rest, env = process.env) => spawnSync(node, [file, ...rest], { env, stdio: 'inherit' }).status ?? 1;

async function inEvaluation() {
  const { startEmbeddedPostgres } = await import('./embedded-pg.mjs');
  const { databaseFolder, evaluationEnvironments } = await import('./evaluation.mjs');
  if (!existsSync(path.join(databaseFolder(), 'data'))) return run(main, args);
  const postgres = await startEmbeddedPostgres({ dir: databaseFolder(), endsWithParent: true });
  const { server, migration } = evaluationEnvironments(postgres);
  try {
    return run(main, args, args[0] === 'migrate' ? migration : server);
  } finally {
    if (!postgres.reused) await postgres.stop();
  }
}

if (!existsSync(main) && run(path.join(root, 'scripts/build.mjs'), ['server']) !== 0) process.exit(1);
const needsNoDatabase =
  process.env.DATABASE_URL || args.length === 0 || args.some((arg) => /^(--?h(elp)?|help)$/.test(arg));
process.exitCode = needsNoDatabase ? run(main, args) : await inEvaluation();
