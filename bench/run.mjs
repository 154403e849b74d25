// npm run bench [-- ROW ...] [--set name=value ...] [--profile]: runs the rows of docs/performance.md, prints a table and
// keeps each answer in var/bench, with --profile also a CPU profile of the server and the database's dearest statements. A
// slow machine is no error.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { dispatch } from './rows/dispatch.mjs';
import { eligibility } from './rows/eligibility.mjs';
import { dispatchOutcome } from './rows/dispatch-outcome.mjs';
import { growth } from './rows/growth.mjs';
import { intake } from './rows/intake.mjs';
import { jobs } from './rows/jobs.mjs';
import { lifecycle } from './rows/lifecycle.mjs';
import { live } from './rows/live.mjs';
import { queue } from './rows/queue.mjs';
import { start } from './rows/start.mjs';

const ROWS = {
  dispatch,
  'dispatch-outcome': dispatchOutcome,
  eligibility,
  growth,
  intake,
  jobs,
  lifecycle,
  live,
  queue,
  start,
};
const kept = path.resolve(import.meta.dirname, '../var/bench');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { set: { type: 'string', multiple: true, default: [] }, profile: { type: 'boolean' } },
});
const options = Object.fromEntries(
  values.set.map((each) => {
    const [name, value] = each.split('=');
    return [name, Number(value)];
  }),
);
if (values.profile) {
  options.nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${kept}`];
  options.profile = path.join(kept, 'statements.json');
}

const machine = () => ({
  processors: `${os.cpus().length} x ${os.cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  system: `${os.type()} ${os.release()}`,
  loadAverage: os.loadavg().map((load) => Number(load.toFixed(1))),
});

const flat = (value) =>
  value !== null && typeof value === 'object'
    ? Object.entries(value)
        .map(([name, each]) => `${name} ${typeof each === 'number' ? Number(each.toPrecision(4)) : flat(each)}`)
        .join(', ')
    : String(value);

const names = positionals.length > 0 ? positionals : Object.keys(ROWS);
const unknown = names.filter((name) => !(name in ROWS));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}.`);
  process.exit(2);
}
mkdirSync(kept, { recursive: true });
for (const name of names) {
  const answer = { ...(await ROWS[name](options)), machine: machine(), at: new Date().toISOString() };
  writeFileSync(path.join(kept, `${name}.json`), `${JSON.stringify(answer, null, 2)}\n`);
  console.log(`\n${name}`);
  for (const [label, value] of Object.entries(answer)) console.log(`  ${label.padEnd(20)} ${flat(value)}`);
}
