import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { routesOf, type Route } from '../support/routes.js';
import { twoHealthSystems, type TwoHealthSystems } from '../support/two-health-systems.js';

type Side = 'mercy' | 'harbour';
const PERIOD = 'from=2026-11-21T00:00:00Z&to=2026-11-24T00:00:00Z';

describe('every GET of the API', () => {
  let demo: DemoServer;
  let made: TwoHealthSystems;
  let routes: Route[];
  /** Ids of everything that is one health system's, by side. */
  const ids = { mercy: [] as string[], harbour: [] as string[] };
  beforeAll(async () => {
    demo = await startDemoServer();
    made = await twoHealthSystems(demo);
    routes = routesOf(demo.server).filter(({ method }) => method === 'GET');
    for (const side of ['mercy', 'harbour'] as const) {
      const { id, healthSystemId, studyInstanceUid } = made.studies[side];
      const rows = await demo.server.asOwner<{ id: string }>(
        `select id from read where study_id = $1 union select id from report where study_id = $1
         union select id from intake_exception where study_id = $1 union select id from sla_clock where study_id = $1
         union select id from notification_duty where study_id = $1
         union select patient_id from study where id = $1 union select facility_id from study where id = $1
         union select id from policy where health_system_id = $2 union select id from api_key where health_system_id = $2
         union select id from contract where health_system_id = $2 union select id from agreement where health_system_id = $2`,
        [id, healthSystemId],
      );
      ids[side] = [id, healthSystemId, studyInstanceUid!, ...rows.map((row) => row.id)];
    }
  });
  afterAll(() => demo.close());

  /** What must never be told to the other side, in whatever form. */
  const secretsOf = (side: Side) => {
    const { patient, accessionNumber, clinicalIndication } = made.bodies[side];
    return [
      ...ids[side],
      patient.id,
      accessionNumber!,
      clinicalIndication!,
      `final of ${side}`,
      `draft of ${side}`,
      `told by ${side} alone`,
    ];
  };
  const filled = (path: string, id: string) => path.replaceAll(/\{[^}]*\}/g, encodeURIComponent(id));

  it.each<[string, Side, Side]>([
    ['imaging@mercy.example', 'harbour', 'mercy'],
    ['imaging@harbour.example', 'mercy', 'harbour'],
    ['a key of Mercy Health', 'harbour', 'mercy'],
    ['a key of Harbour NHS Trust', 'mercy', 'harbour'],
  ])('tells %s nothing of %s', async (who, other) => {
    const token = who.startsWith('a key')
      ? demo.facts.apiKeys.find(({ healthSystem }) => who.endsWith(healthSystem))!.key
      : made.people[who]!.token();
    const told: string[] = [];
    let answered = 0;
    const ask = async (path: string, id: string) => {
      const address = `${filled(path, id)}?${PERIOD}`;
      const response = await fetch(`${demo.server.url}${address}`, { headers: { authorization: `Bearer ${token}` } });
      const text = await response.text();
      if (response.ok) answered += 1;
      // The address that was asked for may be repeated; nothing else of theirs may be in the answer.
      const secrets = secretsOf(other).filter((secret) => secret !== id && text.includes(secret));
      if (secrets.length > 0 || response.status >= 500) told.push(`${response.status} ${path}: ${secrets.join(', ')}`);
    };
    for (const { path } of routes)
      await Promise.all((path.includes('{') ? ids[other] : ['']).map((id) => ask(path, id)));
    expect(told).toEqual([]);
    expect(answered).toBeGreaterThan(5);
  });

  it.each<[string, Side]>([
    ['manager@lonestar.example', 'harbour'],
    ['manager@thames.example', 'mercy'],
    ['Grace Okafor', 'harbour'],
    ['Eleanor Shaw', 'mercy'],
  ])('tells %s nothing of the studies of %s', async (who, other) => {
    const { id, reads, studyInstanceUid } = made.studies[other];
    const { patient, clinicalIndication } = made.bodies[other];
    const told: string[] = [];
    for (const { path } of routes) {
      for (const key of path.includes('{') ? [id, reads[0]!.id, studyInstanceUid!] : ['']) {
        const response = await fetch(`${demo.server.url}${filled(path, key)}?${PERIOD}`, {
          headers: { authorization: `Bearer ${made.people[who]!.token()}` },
        });
        const text = await response.text();
        const secrets = [
          id,
          reads[0]!.id,
          patient.id,
          clinicalIndication!,
          `final of ${other}`,
          `told by ${other} alone`,
        ];
        if (secrets.some((secret) => secret !== key && text.includes(secret))) told.push(path);
      }
    }
    expect(told).toEqual([]);
  });

  it('tells the owner of those very studies', async () => {
    for (const side of ['mercy', 'harbour'] as const) {
      const { client } = made.people[`imaging@${side}.example`]!;
      expect((await client.studies.list()).items.map(({ id }) => id)).toEqual([made.studies[side].id]);
      expect((await client.studies.reports(made.studies[side].id)).items).toHaveLength(1);
      expect((await client.intake.exceptions()).items).toHaveLength(1);
    }
  });
});
