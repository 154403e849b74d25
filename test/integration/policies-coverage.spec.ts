import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { finalOnshore, opening, type PolicyDocument, type RosterShift } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import { PolicyBook } from '../../libs/features/src/routing/policy-book.js';
import type { Study } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

describe('coverage that follows the roster', () => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer();
  });
  afterAll(() => demo.close());

  it('ownership follows a reader to the next day’s shift', async () => {
    await demo.key('Mercy Health').studies.submit(studyBody());
    const grace = await demo.signOn('Grace Okafor');
    const { read } = (await grace.client.work.next())!;
    await grace.client.reads.open(read.id, {});
    await grace.client.work.signOff((await demo.sessionOf(grace)).id);
    await demo.server.clock.advance({ minutes: 24 * 60 });
    await demo.dispatch();
    await demo.signOn('Grace Okafor');
    const mine = (await grace.client.work.worklist({ filter: 'mine' })).items;
    expect(mine.map(({ readId }) => readId)).toEqual([read.id]);
    const signed = await grace.client.reads.final(read.id, reportBody());
    expect(signed.read.state).toBe('completed');
  });

  it('roster changes are live within 30 s: at once', async () => {
    const grace = await demo.as('Grace Okafor');
    const { token } = demo.server.administrator;
    const group = grace.organizationId!;
    const now = demo.server.clock.now();
    const shift = {
      readerId: grace.readerId,
      name: 'MR MSK Robina',
      startsAt: new Date(now.getTime() - 60_000).toISOString(),
      endsAt: new Date(now.getTime() + 3_600_000).toISOString(),
      modalityFamilies: ['MR'],
      subspecialties: ['msk'],
    };
    const day = new Intl.DateTimeFormat('sv', { timeZone: grace.user.zone ?? 'UTC' }).format(now);
    const put = await demo.server.call<{ shifts: RosterShift[] }>('PUT', `/rosters/${group}/${day}`, {
      token,
      body: { shifts: [shift, { ...shift, name: 'Overflow', modalityFamilies: [], subspecialties: [] }] },
    });
    expect(put.status).toBe(200);
    const shifts =
      demo.server.app
        .get(NetworkDirectory)
        .snapshot()
        .readers.get(grace.readerId as never)?.shifts ?? [];
    expect(
      shifts.filter(({ startsAt }) => startsAt <= now).map(({ name, subspecialties }) => [name, subspecialties]),
    ).toEqual(
      expect.arrayContaining([
        ['MR MSK Robina', ['msk']],
        ['Overflow', []],
      ]),
    );
  });
});

/** The behaviours that a network of 186 sites asked for, each by its name, through intake, the dispatcher and worklists. */
describe('coverage behaviours', () => {
  let demo: DemoServer;
  let toronto: DemoPerson;
  beforeEach(async () => {
    demo = await startDemoServer();
    toronto = await demo.signOn('Chloe Martin');
    await demo.server.asOwner('delete from roster_shift where reader_id = $1', [toronto.readerId]);
    await demo.server.app.get(NetworkDirectory).refresh();
  });
  afterEach(() => demo.close());

  /** Finals onshore, and what the policy says beside that. */
  async function inForce(changes: Partial<PolicyDocument>): Promise<void> {
    const document = { plans: [finalOnshore()], rules: [], fallback: finalOnshore().name, ...changes };
    await demo.server.asOwner(
      `update policy_version v set document = $1 from policy p
       where p.id = v.policy_id and p.scope = 'network' and v.state = 'active'`,
      [JSON.stringify(document)],
    );
    await demo.server.app.get(PolicyBook).refresh();
  }
  const covered = (coverage: NonNullable<PolicyDocument['coverage']>) => inForce({ coverage });
  const submit = (changes = {}) => demo.key('Mercy Health').studies.submit(studyBody(changes));
  /** What the reader in Toronto is shown once the dispatcher has looked. */
  const seen = async (): Promise<string[]> => {
    await demo.dispatch();
    return (await toronto.client.work.worklist({})).items.map(({ studyId }) => studyId);
  };
  const minutesToDue = ({ reads: [read] }: Study): number =>
    Math.floor((Date.parse(read?.dueAt ?? '') - demo.server.clock.now().getTime()) / 60_000);
  const advance = (minutes: number) => demo.server.clock.advance({ minutes });

  it('work of an uncovered shift broadens by itself: urgent at once, routine after 4 h, with no notification and no rule edits', async () => {
    await covered({ broadenUncovered: { urgentAfterMinutes: 0, routineAfterMinutes: 240 } });
    const before = await demo.server.asOwner('select count(*) from policy_version', []);
    const [urgent, routine] = [
      await submit({ priority: 'urgent' }),
      await submit({ priority: 'routine', patientClass: 'inpatient' }),
    ];
    expect(await seen()).toEqual([urgent.id]);
    await advance(239);
    expect(await seen()).not.toContain(routine.id);
    await advance(1);
    expect(await seen()).toContain(routine.id);
    expect(await demo.happened(routine.id, 'read.broadened', 'data')).toMatchObject([{ reason: 'nobody-signed-on' }]);
    expect(await demo.happened(routine.id, 'duty')).toEqual([]);
    expect(await demo.server.asOwner('select count(*) from policy_version', [])).toEqual(before);
  });

  it('at breach a study becomes visible to a wider group', async () => {
    await covered({ widenAtBreach: true });
    const study = await submit({ priority: 'urgent' });
    await advance(minutesToDue(study) - 1);
    expect(await seen()).toEqual([]);
    await advance(2);
    expect(await seen()).toEqual([study.id]);
  });

  it('outside rostered hours a reader, once signed on, sees everything overdue they are eligible for', async () => {
    await covered({ overdueOffRoster: true });
    const studies = [await submit({ priority: 'urgent' }), await submit({ priority: 'stat' })];
    expect(await seen()).toEqual([]);
    await advance(Math.max(...studies.map(minutesToDue)) + 1);
    await toronto.client.work.signOff((await demo.sessionOf(toronto)).id);
    await demo.signOn('Chloe Martin');
    expect((await seen()).sort()).toEqual(studies.map(({ id }) => id).sort());
  });

  it('an overflow list opens to a reader only when their own list is below N and shows only the next N', async () => {
    const [read] = finalOnshore().reads;
    const nearshore = { tiers: ['nearshore' as const], readingGroupIds: [], readerId: null };
    const plan = (name: string, overflow?: { below: number; shows: number }) => ({
      name,
      reads: [
        {
          ...read!,
          ladder: [{ pool: { ...nearshore, ...(overflow ? { overflow } : {}) }, opens: opening({ atOnce: true }) }],
        },
      ],
    });
    const conditions = [{ attribute: 'priority', operator: 'equals' as const, value: 'stat' }];
    await inForce({
      plans: [plan('own'), plan('spill', { below: 2, shows: 1 })],
      rules: [{ id: 'own', name: 'Own', conditions, plan: 'own' }],
      fallback: 'spill',
    });
    const spilt: string[] = [];
    for (let place = 0; place < 3; place += 1) spilt.push((await submit({ priority: 'urgent' })).id);
    expect(await seen()).toEqual([spilt[0]]);
    const own = [(await submit({ priority: 'stat' })).id];
    expect((await seen()).sort()).toEqual([...own, spilt[0]!].sort());
    own.push((await submit({ priority: 'stat' })).id);
    expect((await seen()).sort()).toEqual(own.sort());
  });
});
