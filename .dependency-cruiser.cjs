// Who may import whom, as an allow-list: what has no line here is an error. docs/ARCHITECTURE.md draws the same arrows.

/** Between programs and libraries; a library is imported only through its index. */
const libraries = {
  'apps/server': ['features', 'platform', 'wire'],
  'apps/cli': ['features', 'platform', 'protocols', 'wire', 'domain'],
  'apps/console': ['wire', 'domain'],
  'libs/features': ['platform', 'protocols', 'wire', 'domain'],
  'libs/platform': ['domain'],
  'libs/protocols': ['domain'],
  'libs/wire': ['domain'],
  'libs/domain': [],
};

/**
 * Between features: call down, listen up. A row may call the rows below it, through the index of each; the base is
 * ordered as well. Nothing calls the first row.
 */
const layers = [
  ['realtime', 'analytics', 'demonstration'],
  ['intake'],
  ['dispatch', 'reading'],
  ['quality'],
  ['routing'],
  ['eligibility'],
  ['sla'],
  ['studies'],
  ['network'],
  ['access'],
];

/** Packages of the two rings that must stay pure; the others may use any dependency of package.json. */
const pure = {
  'libs/domain': ['temporal-polyfill'],
  'libs/wire': ['zod', 'socket.io-client'],
};
/** Node's own modules that neither read nor write anything outside the process. */
const innocent = '^(node:)?(buffer|crypto|events|stream|stream/promises|string_decoder|util|zlib)$';

const SPEC = '[.]spec[.]tsx?$';
/** What specs share: generated samples come from there too. */
const TEST_SOURCE = '[.](spec|fixture)[.]tsx?$';
const sources = (folder) => `^${folder}/(src|vite[.]config)`;
const packages = (names) => `^node_modules/(@types/)?(${names.join('|')})/`;

const betweenLibraries = Object.entries(libraries).map(([folder, may]) => ({
  from: { path: sources(folder) },
  to: { path: `^libs/(${may.join('|') || '-'})/src/index[.]ts$` },
}));

const insideThemselves = Object.keys(libraries)
  .filter((folder) => folder !== 'libs/features')
  .map((folder) => ({ from: { path: sources(folder) }, to: { path: `^${folder}/src/` } }));

const betweenFeatures = layers.flatMap((row, depth) =>
  row.map((feature) => {
    const below = layers.slice(depth + 1).flat();
    const itself = `${feature}/.+`;
    return {
      from: { path: `^libs/features/src/${feature}/` },
      to: { path: `^libs/features/src/(${[itself, ...below.map((name) => `${name}/index[.]ts`)].join('|')})$` },
    };
  }),
);
const indexOfFeatures = {
  from: { path: '^libs/features/src/index[.]ts$' },
  to: { path: `^libs/features/src/(${layers.flat().join('|')})/index[.]ts$` },
};

const pureFolders = `^(${Object.keys(pure).join('|')})/`;
const toPackages = [
  ...Object.entries(pure).map(([folder, names]) => ({ from: { path: `^${folder}/` }, to: { path: packages(names) } })),
  { from: { path: '^(apps|libs)/', pathNot: pureFolders }, to: { path: '^node_modules/' } },
  { from: { path: TEST_SOURCE }, to: { path: packages(['@jest/globals', 'fast-check']) } },
];
const toNode = [
  { from: { path: '^(apps/(server|cli)|libs/(platform|features))/' }, to: { dependencyTypes: ['core'] } },
  { from: { path: '^libs/protocols/' }, to: { path: innocent, dependencyTypes: ['core'] } },
  { from: { path: `^libs/.*${SPEC}` }, to: { dependencyTypes: ['core'] } },
];

module.exports = {
  allowedSeverity: 'error',
  allowed: [...betweenLibraries, ...insideThemselves, ...betweenFeatures, indexOfFeatures, ...toPackages, ...toNode],
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-packages',
      comment: 'What the server runs on is a dependency, not a development dependency.',
      severity: 'error',
      from: { path: '^(apps/(server|cli)|libs)/', pathNot: TEST_SOURCE },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
