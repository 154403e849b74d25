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

  it('reads floors of reading time, and addresses of viewers with placeholders it knows', () => {
    const with_ = (more: Record<string, string>) => loadConfig({ ...secrets, DATABASE_URL, ...more });
    expect(with_({})).toMatchObject({ viewerUrlTemplate: null, integrityFloorSeconds: {} });
    expect(with_({ INTEGRITY_FLOOR_SECONDS: 'CT:60,MR:90' }).integrityFloorSeconds).toEqual({ CT: 60, MR: 90 });
    expect(() => with_({ INTEGRITY_FLOOR_SECONDS: 'CT=60' })).toThrow('INTEGRITY_FLOOR_SECONDS must look like');
    const viewerUrlTemplate = 'https://viewer.example/?study={studyInstanceUid}';
    expect(with_({ VIEWER_URL_TEMPLATE: viewerUrlTemplate })).toMatchObject({ viewerUrlTemplate });
    expect(() => with_({ VIEWER_URL_TEMPLATE: 'https://viewer.example/{patientName}' })).toThrow('{token} only');
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
