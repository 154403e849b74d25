import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { root } from './source-files.js';

const CONFIG = '.dependency-cruiser.cjs';
interface AllowList {
  allowed: { from: { path?: string } }[];
}
const { allowed } = createRequire(import.meta.url)(path.join(root, CONFIG)) as AllowList;
const foldersOf = (folder: string) =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
const hasRow = (file: string) =>
  allowed.some(({ from }) => from.path?.startsWith('^libs/features/src/') && new RegExp(from.path).test(file));

const allowedImports = {
  'libs/domain/src/index.ts': 'export const word = 1;',
  'libs/features/src/dispatch/index.ts': "export { routed } from '../routing/index.js';",
  'libs/features/src/routing/index.ts': "export { routed } from './route.js';",
};
const plantedImports = {
  'apps/console/src/missing.ts': "import './nowhere.js';",
  'apps/server/src/rule.ts': "import '../../../libs/domain/src/index.js';",
  'libs/domain/src/clock.ts': "import 'node:fs';",
  'libs/features/src/dispatch/deep.ts': "import '../routing/route.js';",
  'libs/features/src/reading/peer.ts': "import '../dispatch/index.js';",
  'libs/features/src/routing/route.ts': "import '../dispatch/index.js';\nexport const routed = 1;",
  'libs/platform/src/up.ts': "import '../../features/src/dispatch/index.js';",
  'libs/protocols/src/socket.ts': "import 'node:net';",
  'libs/wire/src/inside.ts': "import '../../domain/src/clock.js';",
};
interface Cruised {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

describe('the import rules', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'overread-imports-'));
    for (const [file, text] of Object.entries({ ...allowedImports, ...plantedImports })) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    for (const file of [CONFIG, 'tsconfig.json', 'package.json'])
      copyFileSync(path.join(root, file), path.join(folder, file));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('have a row for every folder of the features, and for no other', () => {
    const features = foldersOf('libs/features/src');
    expect(features.filter((feature) => !hasRow(`${feature}/index.ts`))).toEqual([]);
    expect(hasRow('libs/features/src/invented/index.ts')).toBe(false);
  });

  it('know every program and library', () => {
    const known = (place: string) =>
      allowed.some(({ from }) => from.path && new RegExp(from.path).test(`${place}/src/x.ts`));
    const places = [...foldersOf('apps'), ...foldersOf('libs')].filter((place) =>
      existsSync(path.join(root, place, 'src')),
    );
    expect(places.filter((place) => !known(place))).toEqual([]);
  });

  it('find every import that is planted against them', () => {
    const depcruise = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const args = [depcruise, '--config', CONFIG, '--output-type', 'json', 'apps', 'libs'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const { violations } = (JSON.parse(stdout) as Cruised).summary;
    const places = (rule: string) => [...new Set(violations.filter((v) => v.rule.name === rule).map((v) => v.from))];
    expect(places('not-in-allowed').sort()).toEqual(Object.keys(plantedImports));
    expect(places('resolvable')).toEqual(['apps/console/src/missing.ts']);
    expect(places('no-cycles')).not.toEqual([]);
  });
});
