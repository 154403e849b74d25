const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^@overread/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/var/'],
};
// Jest links the whole ESM graph before it evaluates any of it; CommonJS packages that require() ESM Nest need Nest evaluated first.
const nest = { setupFiles: ['<rootDir>/test/support/preload.ts'] };
const database = {
  ...nest,
  setupFilesAfterEnv: ['<rootDir>/test/support/second-try.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};
const project = (displayName, testMatch, extra = {}) => ({ ...common, ...extra, displayName, testMatch });

export default {
  projects: [
    project('rules', ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts?(x)']),
    project('architecture', ['<rootDir>/test/architecture/*.spec.ts'], nest),
    project('integration', ['<rootDir>/test/integration/*.spec.ts'], database),
    project('stories', ['<rootDir>/test/stories/*.spec.ts'], database),
    project('interop', ['<rootDir>/test/interop/*.spec.ts'], database),
    project('console', ['<rootDir>/test/console/*.spec.ts'], database),
  ],
  testTimeout: 60_000,
  workerIdleMemoryLimit: '1GB',
  maxWorkers: 2,
};
