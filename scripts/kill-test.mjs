// The long form of test/stories/kill.spec.ts: `npm run kill-test -- --kills 300 --seed 7`.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from './evaluation.mjs';

const USE = 'npm run kill-test -- --kills 300 --seed 7';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const [kills, seed] = [Number(values.kills ?? 300), Number(values.seed ?? Date.now() % 100_000)];
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed) || seed < 0) {
  console.error(USE);
  process.exit(2);
}
const test = ['run', '-s', 'jest', '--', 'test/stories/kill.spec.ts', '--selectProjects', 'stories'];
const child = spawn('npm', test, {
  cwd: root,
  env: { ...process.env, KILL_TEST_KILLS: String(kills), KILL_TEST_SEED: String(seed) },
  stdio: 'inherit',
});
child.once('exit', (code) => process.exit(code ?? 1));
