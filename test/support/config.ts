import { Config, ROLES } from '@overread/platform';

/** A configuration for a server on this database; nothing listens on a fixed port. */
export const testConfig = (databaseUrl: string, overrides: Partial<Config> = {}): Config =>
  new Config({
    host: '127.0.0.1',
    port: 0,
    trustedProxies: 0,
    dicomPort: 0,
    dicomAeTitle: 'OVERREAD',
    hl7Port: 0,
    varDir: './var',
    databaseUrl,
    databasePoolSize: 8,
    roles: new Set(ROLES),
    logLevel: 'silent',
    tokenSecret: 'only-for-tests-only-for-tests-only',
    sealingKey: 'only-for-tests-only-for-tests-only',
    evaluation: false,
    ...overrides,
  });
