import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NetworkDirectory } from '@overread/features';
import { LeaseKeeper } from '@overread/platform';
import pg from 'pg';
import { SlaTimers } from '../../libs/features/src/sla/index.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { eventually } from '../support/started-server.js';
import { startTestServer } from '../support/test-server.js';

let demo: DemoServer;
let mercy: DemoPerson;
const start = async (at?: string) => {
  demo = await startDemoServer(at === undefined ? {} : { at });
  mercy = await demo.as('imaging@mercy.example');
};
afterEach(() => demo.close());

/** Final within 60 minutes for STAT, a warning at 45; within 1440 for routine. */
const submit = (changes = {}) => mercy.client.studies.submit(studyBody({ facility: 'mercy-north', ...changes }));
const advance = async (minutes: number) => {
  await demo.server.clock.advance({ minutes });
  await demo.fireClocks();
};
const fired = (studyId: string) => demo.happened(studyId, 'sla.').then((types) => types.slice(1));
const clockOf = async (studyId: string) => (await mercy.client.studies.get(studyId)).clocks[0]!;

describe('a clock', () => {
  beforeEach(() => start());

  it('warns once and breaches once, each at its instant', async () => {
    const { id } = await submit();
    await advance(44);
    expect(await fired(id)).toEqual([]);
    await advance(1);
    await advance(1);
    expect(await fired(id)).toEqual(['sla.warned']);
    await advance(14);
    expect(await clockOf(id)).toMatchObject({ state: 'running', netMinutes: 60 });
    await advance(1);
    await advance(600);
    expect(await fired(id)).toEqual(['sla.warned', 'sla.breached']);
    expect(await clockOf(id)).toMatchObject({ state: 'late' });
  });

  it('is silent once it has stopped', async () => {
    const grace = await demo.signOn('Grace Okafor');
    const { id, reads } = await submit();
    await grace.client.work.next();
    await grace.client.reads.open(reads[0]!.id, {});
    await advance(30);
    await grace.client.reads.final(reads[0]!.id, reportBody());
    await advance(600);
    expect(await fired(id)).toEqual(['sla.stopped']);
    expect(await clockOf(id)).toMatchObject({ state: 'met', netMinutes: 30 });
  });

  it('fires once though the process dies between due and fired', async () => {
    const { id } = await submit();
    await demo.server.clock.advance({ minutes: 61 });
    const lease = (await demo.server.app.get(LeaseKeeper).acquire('sla-timers'))!;
    const held = new pg.Client({ connectionString: demo.server.fresh.ownerUrl });
    await held.connect();
    await held.query('begin');
    await held.query('select 1 from study where id = $1 for update', [id]);
    const dying = demo.server.app
      .get(SlaTimers)
      .fireDue(lease)
      .then(
        () => 'fired',
        () => 'died',
      );
    // It waits for the study, its guard passed and nothing written: now it is killed.
    await eventually('the timers to wait', async () => {
      const [row] = await demo.server.asOwner<{ killed: boolean }>(
        `select bool_or(pg_terminate_backend(pid)) as killed from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and usename = 'overread_app'`,
      );
      return row?.killed ?? undefined;
    });
    expect(await dying).toBe('died');
    await held.query('rollback');
    await held.end();
    expect(await fired(id)).toEqual([]);
    const other = await startTestServer({ on: demo.server.fresh, config: { roles: new Set(['api']) } });
    // Just before it is taken over: its holder, who is not dead here, would renew it in time.
    await demo.server.asOwner(`update lease set expires_at = clock_timestamp() where name = 'sla-timers'`);
    const taken = (await other.app.get(LeaseKeeper).acquire('sla-timers'))!;
    expect(await other.app.get(SlaTimers).fireDue(taken)).toBe(1);
    // The one that came back from the dead finds that another leads.
    await expect(demo.server.app.get(SlaTimers).fireDue(lease)).rejects.toThrow();
    expect(await other.app.get(SlaTimers).fireDue(taken)).toBe(0);
    expect(await fired(id)).toEqual(['sla.warned', 'sla.breached']);
    await other.close();
  });

  it('comes closer when the priority is raised, and stays breached when it is lowered', async () => {
    const { id, clocks } = await submit({ priority: 'routine', patientClass: 'inpatient' });
    expect(clocks[0]!.dueAt).toBe('2026-11-23T06:58:00.000Z');
    await advance(30);
    const raised = await mercy.client.studies.changePriority(id, { priority: 'stat', reason: 'worse' });
    expect(raised.clocks[0]!.dueAt).toBe('2026-11-22T08:28:00.000Z');
    expect(raised.reads[0]!.dueAt).toBe('2026-11-22T08:28:00.000Z');
    await advance(61);
    expect(await clockOf(id)).toMatchObject({ state: 'late' });
    const lowered = await mercy.client.studies.changePriority(id, { priority: 'routine', reason: 'better' });
    expect(lowered.clocks[0]).toMatchObject({ state: 'late', dueAt: '2026-11-22T08:28:00.000Z' });
    expect(await fired(id)).toEqual(['sla.warned', 'sla.breached']);
  });
});

describe('a deadline by morning', () => {
  const night = async () => {
    // Only the plan says when: no service level stands beside it.
    await demo.server.asOwner('delete from service_level');
    await demo.server.app.get(NetworkDirectory).refresh();
    const study = await submit({ facility: 'mercy-south', payer: 'medicare' });
    return study.reads.find(({ issues }) => issues === 'final')!.dueAt;
  };

  it.each([
    ['the clocks go forward', '2027-03-14T05:30:00Z', '2027-03-14T12:00:00.000Z'],
    ['the clocks go back', '2026-11-01T05:30:00Z', '2026-11-01T13:00:00.000Z'],
    ['the year ends', '2027-01-01T05:30:00Z', '2027-01-01T13:00:00.000Z'],
  ])('is seven o’clock in Houston in the night that %s', async (_, at, due) => {
    await start(at);
    expect(await night()).toBe(due);
  });
});

describe('the night the clocks go back', () => {
  beforeEach(() => start('2026-10-31T20:00:00Z'));

  it('has a shift of thirteen hours on the roster of Houston, and one of twelve in Sydney', async () => {
    const { client } = await demo.as('admin@overread.example');
    const { items: groups } = await client.network.readingGroups.list();
    const nightsOf = async (name: string, date: string) => {
      const group = groups.find((each) => each.name === name)!;
      const { shifts } = await client.network.roster(group.id, date);
      return shifts.filter((shift) => shift.name.startsWith('Night')).map(({ startsAt, endsAt }) => [startsAt, endsAt]);
    };
    const houston = await nightsOf('Lone Star Radiology', '2026-10-31');
    expect(houston).toEqual(Array(2).fill(['2026-11-01T00:00:00.000Z', '2026-11-01T13:00:00.000Z']));
    const sydney = await nightsOf('Southern Cross Reads', '2026-10-31');
    expect(sydney).toEqual(Array(2).fill(['2026-10-31T08:00:00.000Z', '2026-10-31T20:00:00.000Z']));
  });

  it('ends the hours of a contract an hour later than the night before', async () => {
    await demo.server.clock.set('2026-11-01T12:00:00Z');
    const grace = await demo.signOn('Grace Okafor');
    const hours = { zone: 'America/Chicago', windows: [{ days: [], from: '19:00', to: '07:00' }] };
    await demo.server.asOwner('update contract set hours = $1', [JSON.stringify(hours)]);
    await demo.server.app.get(NetworkDirectory).refresh();
    const { client } = await demo.as('manager@lonestar.example');
    const assign = async (at: string) => {
      await demo.server.clock.set(at);
      const { reads } = await submit();
      const assigned = client.reads.assign(reads[0]!.id, { readerId: grace.readerId!, reason: 'on call' });
      return assigned.then(
        ({ state }) => state,
        (error: { code: string }) => error.code,
      );
    };
    expect(await assign('2026-11-01T12:30:00Z')).toBe('assigned');
    expect(await assign('2026-11-01T13:00:00Z')).toBe('eligibility/contract');
  });
});
