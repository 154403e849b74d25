import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '@overread/platform';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const config = { roles: new Set(ROLES.filter((role) => role !== 'doors')) };

describe('the escalation of what nobody acknowledges', () => {
  let server: TestServer;
  let scene: ReadingScene;
  let ada: SignedOn;
  beforeAll(async () => {
    server = await startTestServer({ config: { roles: new Set(['api']) } });
    scene = await ReadingScene.of(server);
    ada = await scene.reader('Dr Ada Byrd');
  }, 60_000);
  afterAll(() => server.close());

  /** A critical result that must be acknowledged within 15 minutes, on a study whose own clock is far from due. */
  const found = async (): Promise<PlacedStudy> => {
    const study = await scene.study([{ by: ada }]);
    const body = { category: 'immediate', finding: 'Bleed' };
    const path = `/reads/${study.reads[0]}/critical-results`;
    const { status } = await server.call('POST', path, { token: ada.person.token, body });
    expect(status).toBe(201);
    return study;
  };
  const steps = async (study: PlacedStudy) =>
    (await scene.events(study)).flatMap(({ data, type }) => (type === 'critical-result.escalated' ? [data['to']] : []));

  it('takes each step once, whichever of two servers leads, and whoever takes over', async () => {
    const study = await found();
    const [first, second] = [
      await startTestServer({ on: server.fresh, config }),
      await startTestServer({ on: server.fresh, config }),
    ];
    await server.clock.advance({ minutes: 16 });
    await eventually('the first step', async () => (await steps(study)).length > 0 || undefined);
    await Promise.all([first.close(), server.clock.advance({ minutes: 45 })]);
    await eventually('all steps', async () => (await steps(study)).length >= 3 || undefined);
    expect(await steps(study)).toEqual(['facility', 'reading-group', 'network']);
    const [row] = await server.asOwner<{ escalations: number; left: Date | null }>(
      'select escalations, next_escalation_at as left from notification_duty where study_id = $1',
      [study.id],
    );
    expect(row).toEqual({ escalations: 3, left: null });
    await second.close();
  }, 60_000);

  it('ends with the acknowledgement', async () => {
    const [told, untold] = [await found(), await found()];
    const [duty] = await server.asOwner<{ id: string }>('select id from notification_duty where study_id = $1', [
      told.id,
    ]);
    const body = { name: 'Dr Emre Ward', readBack: true };
    const path = `/critical-results/${duty?.id}/acknowledge`;
    expect((await server.call('POST', path, { token: ada.person.token, body })).status).toBe(200);
    const timers = await startTestServer({ on: server.fresh, config });
    await server.clock.advance({ minutes: 16 });
    await eventually('the other’s step', async () => (await steps(untold)).length > 0 || undefined);
    expect(await steps(told)).toEqual([]);
    await timers.close();
  }, 60_000);
});
