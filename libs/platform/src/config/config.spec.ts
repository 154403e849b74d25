import { describe, expect, it } from '@jest/globals';
import { loadConfig, loadMigrationConfig } from './config.js';

const secrets = { TOKEN_SECRET: 't'.repeat(32), SEALING_KEY: 's'.repeat(32) };
const DATABASE_URL = 'postgres://overread_app:secret@localhost/overread';

describe('the configuration', () => {
  it('takes defaults, treats empty as absent, and is frozen', () => {
    const config = loadConfig({ ...secrets, DATABASE_URL, PORT: '', ROLES: 'api, dispatcher', PUBLIC_URL: '' });
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000', hl7Port: 2575 });
    expect([...config.roles]).toEqual(['api', 'dispatcher']);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every problem at once', () => {
    const problems = () => loadConfig({ PORT: '70000', ROLES: 'api,cook', TOKEN_SECRET: 'short' });
    for (const name of ['PORT', 'ROLES', 'DATABASE_URL is missing', 'TOKEN_SECRET must have', 'SEALING_KEY is missing'])
      expect(problems).toThrow(name);
  });

  it('migrates as the owner, else with the one address there is', () => {
    const owner = 'postgres://owner@localhost/overread';
    expect(loadMigrationConfig({ DATABASE_URL })).toEqual({ ownerUrl: DATABASE_URL });
    expect(loadMigrationConfig({ MIGRATION_DATABASE_URL: owner })).toEqual({ ownerUrl: owner });
    expect(
      loadMigrationConfig({ DATABASE_URL, MIGRATION_DATABASE_URL: owner, APP_DATABASE_PASSWORD: 'long enough' }),
    ).toEqual({
      ownerUrl: owner,
      appPassword: 'long enough',
    });
    expect(() => loadMigrationConfig({})).toThrow('DATABASE_URL is missing');
  });
});
