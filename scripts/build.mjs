// Builds the server, the command line and the console into dist/, each only when its sources have changed.
import { transformFile } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const at = (...names) => path.join(root, ...names);
const stampFile = at('dist', '.built.json');
const SPEC = /\.spec\.tsx?$/;

const filesIn = (folder) =>
  (existsSync(at(folder)) ? readdirSync(at(folder), { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile() && !SPEC.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(at(file)))
      .update('\0');
  return hash.digest('hex');
}

const { compilerOptions } = JSON.parse(readFileSync(at('tsconfig.json'), 'utf8'));
// The same transformation as the tests use; types are checked by `npm run types`.
const options = {
  cwd: root,
  swcrc: false,
  sourceMaps: true,
  module: { type: 'es6', resolveFully: true },
  jsc: {
    target: 'es2023',
    baseUrl: root,
    paths: compilerOptions.paths,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
};

async function compile(file) {
  const target = file.replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(at(file), options);
  const name = path.basename(target);
  return [
    { path: target, text: `${code}//# sourceMappingURL=${name}.map\n` },
    { path: `${target}.map`, text: map },
  ];
}

// A process that is running keeps what it has loaded: files are replaced whole, and only where they differ.
function write({ path: file, text }) {
  const target = at('dist', file);
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return;
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(`${target}.${process.pid}`, text);
  renameSync(`${target}.${process.pid}`, target);
}

async function buildServer(files) {
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  const outputs = (await Promise.all(sources.map(compile))).flat();
  outputs.forEach(write);
  const kept = new Set(outputs.map((output) => output.path));
  for (const folder of ['dist/apps', 'dist/libs'].filter((name) => existsSync(at(name))))
    for (const file of filesIn(folder)) if (!kept.has(path.relative('dist', file))) rmSync(at(file));
}

function buildConsole() {
  const fresh = at('dist', `console.${process.pid}`);
  const args = ['build', '--config', at('apps/console/vite.config.ts'), '--logLevel', 'warn'];
  const built = spawnSync(process.execPath, [at('node_modules/vite/bin/vite.js'), ...args, '--outDir', fresh], {
    cwd: root,
    stdio: 'inherit',
  });
  if (built.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error('see above');
  }
  rmSync(at('dist/console'), { recursive: true, force: true });
  renameSync(fresh, at('dist/console'));
}

const shared = ['package-lock.json', 'tsconfig.json', 'scripts/build.mjs'];
const parts = {
  server: { from: ['apps/server', 'apps/cli', 'libs'], output: 'dist/apps/server/src/main.js', build: buildServer },
  console: {
    from: ['apps/console', 'libs/wire', 'libs/domain'],
    output: 'dist/console/index.html',
    build: buildConsole,
  },
};
const built = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
const only = process.argv[2];
for (const [name, { from, output, build }] of Object.entries(parts)) {
  if (only && only !== name) continue;
  const files = from.flatMap(filesIn);
  const hash = hashOf([...files, ...shared]);
  if (built[name] === hash && existsSync(at(output))) continue;
  try {
    await build(files);
  } catch (error) {
    console.error(`The ${name} does not build: ${error.message}`);
    process.exit(1);
  }
  built[name] = hash;
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(stampFile, JSON.stringify(built));
}
