#!/usr/bin/env node
// The `overread` command: the built command line under the Node of this project, on the evaluation's database if that is in use.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const ownNode = path.join(root, 'node_modules/.bin/node');
const node = existsSync(ownNode) ? ownNode : process.execPath;
const args = process.argv.slice(2);
const main = path.join(root, 'dist/apps/cli/src/main.js');

const SIGNALS = ['SIGINT', 'SIGTERM'];
/** Commands that speak to a running server over its API alone. */
const OVER_THE_API = ['import', 'simulate'];

/** Signals are the command's: it ends as it sees fit, and this process with it. */
async function run(file, rest, env = process.env) {
  const child = spawn(node, [file, ...rest], { env, stdio: 'inherit' });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function inEvaluation() {
  const { startEmbeddedPostgres } = await import('./embedded-pg.mjs');
  const { databaseFolder, evaluationEnvironments } = await import('./evaluation.mjs');
  if (!existsSync(path.join(databaseFolder(), 'data'))) return run(main, args);
  const postgres = await startEmbeddedPostgres({ dir: databaseFolder(), endsWithParent: true });
  const { server, migration } = evaluationEnvironments(postgres);
  try {
    return await run(main, args, args[0] === 'migrate' ? migration : server);
  } finally {
    if (!postgres.reused) await postgres.stop();
  }
}

if (!existsSync(main) && (await run(path.join(root, 'scripts/build.mjs'), ['server'])) !== 0) process.exit(1);
/** Commands that need nothing but themselves. */
const ALONE = ['dispatch-bench'];
const needsNoDatabase =
  process.env.DATABASE_URL ||
  ALONE.includes(args[0]) ||
  args.length === 0 ||
  args.some((arg) => /^(--?h(elp)?|help)$/.test(arg));
const commandIn = OVER_THE_API.includes(args[0])
  ? async () => run(main, args, { ...process.env, VAR_DIR: (await import('./evaluation.mjs')).varDirectory() })
  : needsNoDatabase
    ? () => run(main, args)
    : inEvaluation;
process.exitCode = await commandIn();
