import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NetworkDirectory } from '@overread/features';
import type { ListedMove, Problem, RosterMoveBody, RosterWeek, ShiftTaker } from '@overread/wire';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Roster = { version: number; shifts: { id: string; readerId: string; kind: string; name: string }[] };
const DATE = '2026-11-22';

let server: TestServer;
let scene: ReadingScene;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  // 06:00 in the group's zone.
  await server.clock.set('2026-11-22T12:00:00Z');
  scene = await ReadingScene.of(server);
}, 60_000);
afterAll(() => server.close());

const call = <Body = RosterMoveBody & Problem>(method: string, path: string, { token }: Person, body?: object) =>
  server.call<Body>(method, path, { token, ...(body ? { body } : {}) });

/** Ada works early, Bea late, Cy is on call; Dee has no shift. */
async function team() {
  const ada = await scene.reader('Dr Ada');
  const [bea, cy, dee] = [
    await scene.reader('Dr Bea', ada),
    await scene.reader('Dr Cy', ada),
    await scene.reader('Dr Dee', ada),
  ];
  const manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
  const day = `/rosters/${ada.readingGroupId}/${DATE}`;
  const shift = (by: SignedOn, name: string, hours: [number, number], kind = 'work') => ({
    readerId: by.readerId,
    name,
    kind,
    startsAt: `2026-11-22T${String(hours[0]).padStart(2, '0')}:00:00-06:00`,
    endsAt: `2026-11-22T${String(hours[1]).padStart(2, '0')}:00:00-06:00`,
    modalityFamilies: ['CT'],
    facilityIds: [scene.facilityId],
  });
  const shifts = [shift(ada, 'Early', [5, 13]), shift(bea, 'Late', [13, 21]), shift(cy, 'Standby', [4, 22], 'on-call')];
  const { status, body } = await call<Roster>('PUT', day, manager, { shifts });
  expect(status).toBe(200);
  const idOf = (name: string) => body.shifts.find((each) => each.name === name)!.id;
  const readerOf = async (name: string) =>
    (await call<Roster>('GET', day, manager)).body.shifts.find((each) => each.name === name)?.readerId;
  const known = (by: SignedOn) =>
    server.app
      .get(NetworkDirectory)
      .snapshot()
      .readers.get(by.readerId)
      ?.shifts.map(({ name }) => name);
  return { ada, bea, cy, dee, manager, day, idOf, readerOf, known };
}
type Team = Awaited<ReturnType<typeof team>>;
const swap = ({ day, idOf, ada }: Team, by: Person = ada.person) =>
  call('POST', `${day}/swaps`, by, { shiftId: idOf('Early'), otherShiftId: idOf('Late'), reason: 'School play' });
const answer = (move: { id: string }, by: SignedOn, action = 'accept') =>
  call('POST', `/roster-moves/${move.id}/${action}`, by.person);

describe('a swap of shifts', () => {
  it('changes both with the yes of the other reader, is known at once and told', async () => {
    const all = await team();
    const proposed = await swap(all);
    expect([proposed.status, proposed.body.awaiting, proposed.body.warnings]).toEqual([201, [all.bea.readerId], []]);
    expect(await all.readerOf('Early')).toBe(all.ada.readerId);
    const done = await answer(proposed.body, all.bea);
    expect([done.status, done.body.state]).toEqual([200, 'done']);
    expect([await all.readerOf('Early'), await all.readerOf('Late')]).toEqual([all.bea.readerId, all.ada.readerId]);
    expect([all.known(all.ada), all.known(all.bea)]).toEqual([['Late'], ['Early']]);
    const told = await server.asOwner<{ type: string; readers: string[] }>(
      `select type, reader_ids as readers from event where type like 'roster.%' and reading_group_ids @> array[$1]::uuid[]
       order by position`,
      [all.ada.readingGroupId],
    );
    expect(told.map(({ type }) => type)).toEqual([
      'roster.changed',
      'roster.move-proposed',
      'roster.moved',
      'roster.changed',
    ]);
    expect(new Set(told.at(-1)?.readers)).toEqual(new Set([all.ada.readerId, all.bea.readerId]));
  });

  it('is agreed to once by two clicks, and not at all once the roster has changed', async () => {
    const all = await team();
    const { body: move } = await swap(all);
    const both = await Promise.all([answer(move, all.bea), answer(move, all.bea)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await call<Roster>('GET', all.day, all.manager)).body.version).toBe(2);
    const again = await call('POST', `${all.day}/cover`, all.manager, {
      shiftId: all.idOf('Early'),
      toReaderId: all.dee.readerId,
      reason: 'Ill',
    });
    const { body: other } = await call('POST', `${all.day}/cover`, all.manager, {
      shiftId: all.idOf('Early'),
      toReaderId: all.cy.readerId,
      reason: 'Ill',
    });
    expect((await answer(again.body, all.dee)).body.state).toBe('done');
    expect((await answer(other, all.cy)).body.code).toBe('roster/shift-changed');
  });

  it('is between the two alone, and of nobody else’s group', async () => {
    const all = await team();
    const { body: move } = await swap(all);
    expect((await answer(move, all.dee)).status).toBe(404);
    expect((await answer(move, all.ada)).status).toBe(200); // they have said yes by proposing it
    expect((await swap(all, all.dee.person)).body.code).toBe('roster/not-concerned');
    const strange = await scene.reader('Dr Else');
    expect((await swap(all, strange.person)).status).toBe(404);
    expect((await answer(move, strange)).status).toBe(404);
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    expect((await swap(all, hospital)).status).toBe(404);
    const seen = await call<{ items: { id: string }[] }>(
      'GET',
      `/roster-moves?readingGroup=${all.ada.readingGroupId}`,
      all.dee.person,
    );
    expect(seen.body.items).toEqual([]);
    const own = await call<{ items: { id: string }[] }>(
      'GET',
      `/roster-moves?readingGroup=${all.ada.readingGroupId}`,
      all.bea.person,
    );
    expect(own.body.items.map(({ id }) => id)).toEqual([move.id]);
  });

  it('is declined by who is asked, and withdrawn by who proposed it or leads', async () => {
    const all = await team();
    const { body: move } = await swap(all);
    expect((await answer(move, all.ada, 'decline')).status).toBe(403);
    expect((await answer(move, all.bea, 'decline')).body.state).toBe('declined');
    expect((await answer(move, all.bea)).status).toBe(403);
    const { body: second } = await swap(all);
    expect((await answer(second, all.bea, 'withdraw')).status).toBe(403);
    expect((await call('POST', `/roster-moves/${second.id}/withdraw`, all.manager)).body.state).toBe('withdrawn');
  });
});

describe('cover', () => {
  it('warns of what the reader lacks for the shift, and waits for their yes alone when the lead asks', async () => {
    const all = await team();
    await server.asOwner(`update licence set jurisdiction = 'US-CA' where reader_id = $1`, [all.dee.readerId]);
    const body = { shiftId: all.idOf('Early'), toReaderId: all.dee.readerId, reason: 'Ada is ill' };
    const proposed = await call('POST', `${all.day}/cover`, all.manager, body);
    expect(proposed.body.warnings).toEqual([expect.stringContaining('no licence for US-TX')]);
    expect(proposed.body.awaiting).toEqual([all.dee.readerId]);
    expect((await answer(proposed.body, all.dee)).body.state).toBe('done');
    expect(await all.readerOf('Early')).toBe(all.dee.readerId);
  });

  it('is by a reader of the group, with a shift of that day and a reason', async () => {
    const all = await team();
    const strange = await scene.reader('Dr Else');
    const cover = (changes: object, day = all.day) =>
      call('POST', `${day}/cover`, all.manager, {
        shiftId: all.idOf('Early'),
        toReaderId: all.dee.readerId,
        reason: 'Ill',
        ...changes,
      });
    expect((await cover({ toReaderId: strange.readerId })).body.errors?.[0]?.path).toBe('toReaderId');
    expect((await cover({}, `/rosters/${all.ada.readingGroupId}/2026-11-23`)).body.code).toBe('roster/no-such-shift');
    expect((await cover({ reason: ' ' })).body.errors?.[0]?.path).toBe('reason');
  });
});

describe('a call-in', () => {
  it('makes work of being on call, once, by who leads the group', async () => {
    const all = await team();
    const body = { shiftId: all.idOf('Standby'), reason: 'Two traumas' };
    expect((await call('POST', `${all.day}/call-in`, all.cy.person, body)).status).toBe(403);
    const both = await Promise.all([1, 2].map(() => call('POST', `${all.day}/call-in`, all.manager, body)));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(all.known(all.cy)?.toSorted()).toEqual(['Standby', 'Standby (called in)']);
    const early = await call('POST', `${all.day}/call-in`, all.manager, { ...body, shiftId: all.idOf('Early') });
    expect(early.body.code).toBe('roster/not-on-call');
  });
});

describe('the roster of a week', () => {
  const week = ({ day, manager }: Team, from = DATE, by: Person = manager) =>
    call<RosterWeek & Problem>('GET', `${day.replace(`/${DATE}`, '')}?from=${from}&days=7`, by);

  it('shows each day by the group’s clock, also the one that has 25 hours, with the names of the group’s readers', async () => {
    const all = await team();
    const { status, body } = await week(all);
    expect([status, body.zone, body.days.length]).toEqual([200, 'America/Chicago', 7]);
    expect(body.days[0]?.shifts.map(({ name }) => name)).toEqual(['Standby', 'Early', 'Late']);
    expect(body.readers.map(({ name }) => name)).toEqual(['Dr Ada', 'Dr Bea', 'Dr Cy', 'Dr Dee']);
    const today = await call<RosterWeek>('GET', all.day.replace(`/${DATE}`, ''), all.dee.person);
    expect([today.body.days[0]?.date, today.body.days.length]).toEqual([DATE, 7]);
    const autumn = (await week(all, '2026-11-01')).body.days[0]!;
    expect([autumn.startsAt, autumn.endsAt]).toEqual(['2026-11-01T05:00:00.000Z', '2026-11-02T06:00:00.000Z']);
  });

  it('is a reader’s of the group to see, and nobody else’s', async () => {
    const all = await team();
    const stranger = await scene.reader('Dr Else');
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    expect((await week(all, DATE, all.dee.person)).status).toBe(200);
    expect((await week(all, DATE, stranger.person)).status).toBe(404);
    expect((await week(all, DATE, hospital)).status).toBe(404);
  });

  it('says who could take a shift over and what each lacks, also weeks ahead', async () => {
    const all = await team();
    const later = '2026-12-20';
    const at = (hours: number) => `${later}T${String(hours).padStart(2, '0')}:00:00-06:00`;
    const shift = { name: 'Sunday', startsAt: at(8), endsAt: at(16), modalityFamilies: ['CT'], facilityIds: [] };
    const shifts = [all.ada, all.bea].map(({ readerId }) => ({ ...shift, readerId }));
    const path = all.day.replace(DATE, later);
    const day = await call<Roster>('PUT', path, all.manager, { shifts });
    const own = day.body.shifts.find(({ readerId }) => readerId === all.ada.readerId)!;
    const { body } = await call<{ items: ShiftTaker[] }>('GET', `${path}/shifts/${own.id}/takers`, all.ada.person);
    expect(body.items.map(({ name, warnings }) => [name, ...warnings])).toEqual([
      ['Dr Cy'],
      ['Dr Dee'],
      ['Dr Bea', 'at the same time as Sunday'],
    ]);
    const cover = { shiftId: own.id, toReaderId: all.bea.readerId, reason: 'Wedding' };
    const proposed = await call('POST', `${path}/cover`, all.ada.person, cover);
    expect(proposed.body.warnings).toEqual(['at the same time as Sunday']);
    const unseen = await call('GET', `${path}/shifts/${all.idOf('Early')}/takers`, all.ada.person);
    expect([unseen.status, unseen.body.code]).toEqual([404, 'roster/no-such-shift']);
  });

  it('lists moves with the shifts they are of', async () => {
    const all = await team();
    await swap(all);
    const query = `/roster-moves?readingGroup=${all.ada.readingGroupId}`;
    const { body } = await call<{ items: ListedMove[] }>('GET', query, all.bea.person);
    expect(body.items.map(({ shift, otherShift }) => [shift?.name, otherShift?.name])).toEqual([['Early', 'Late']]);
    await call('PUT', all.day, all.manager, { shifts: [] });
    expect((await call<{ items: ListedMove[] }>('GET', query, all.bea.person)).body.items[0]?.shift).toBeNull();
  });
});
