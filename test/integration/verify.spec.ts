import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verify } from '../../apps/cli/src/verify/verify.js';
import type { Accepted } from '../../apps/cli/src/verify/check-accepted.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { imageFile, newUid } from '../support/dicom-objects.js';
import { DicomWebPeer } from '../support/dicom-web.js';

const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-verify-'));
let demo: DemoServer;
let mercy: DemoPerson;
let grace: DemoPerson;

beforeAll(async () => {
  demo = await startDemoServer({ config: { varDir } });
  mercy = await demo.as('imaging@mercy.example');
  grace = await demo.signOn('Grace Okafor');
  // The database refuses it by itself; what was restored from elsewhere may have it.
  await sql('alter table read drop constraint read_holder_known');
}, 60_000);
afterAll(async () => {
  await demo.close();
  rmSync(varDir, { recursive: true, force: true });
});

const look = (accepted: Accepted[] = []) => verify(demo.server.database, { varDir, accepted });
/** Codes of what does not hold of this subject. */
const wrongWith = async (subject: string, accepted: Accepted[] = []) =>
  (await look(accepted)).violations.filter((each) => each.subject.includes(subject)).map(({ code }) => code);
const sql = (text: string, ...values: unknown[]) => demo.server.asOwner(text, values);

const submitted = async () => {
  const { id, reads, accessionNumber } = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
  return { id, accessionNumber, readId: reads[0]?.id ?? '' };
};
/** What is taken next is whatever waits longest: each test leaves nothing waiting that is whole. */
const opened = async () => {
  const study = await submitted();
  for (;;) {
    const next = await grace.client.work.next();
    if (!next) throw new Error('there is nothing to take');
    await grace.client.reads.open(next.read.id, {});
    if (next.read.id === study.readId) return study;
    await grace.client.reads.final(next.read.id, reportBody());
  }
};
const signed = async () => {
  const study = await opened();
  await grace.client.reads.final(study.readId, reportBody());
  return study;
};
const stored = async () => {
  const [study, instance] = [newUid(), newUid()];
  const peer = new DicomWebPeer(demo.server.url, demo.facts.apiKeys[0]?.key ?? '');
  expect((await peer.stow([imageFile({ study, instance })])).stored).toEqual([instance]);
  const [row] = await demo.server.asOwner<{ id: string; file: string }>(
    'select study_id as id, file from image where sop_instance_uid = $1',
    [instance],
  );
  return { id: row?.id ?? '', file: path.join(varDir, 'images', row?.file ?? ''), instance, study };
};

describe('what the product itself has written', () => {
  it('holds: waiting, under way, signed, with images', async () => {
    await stored();
    await signed();
    await opened();
    await submitted();
    const { violations, ...counts } = await look();
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ studies: 4, images: 1 });
  });

  it('holds for a reading made outside, of a read that nobody had begun', async () => {
    const { id, reads, acquiredAt, receivedAt } = await mercy.client.studies.submit(
      studyBody({ facility: 'mercy-north' }),
    );
    const { homePlace } = await grace.client.network.readers.get(grace.readerId ?? '');
    const readAt = [acquiredAt ?? receivedAt, receivedAt].toSorted().at(-1) ?? receivedAt;
    const outside = { ...homePlace, readAt, source: 'paper' as const, evidence: 'Binder 3' };
    await grace.client.reads.lateEntry(reads[0]?.id ?? '', { ...reportBody(), ...outside });
    expect(await wrongWith(id)).toEqual([]);
  });
});

type Study = Awaited<ReturnType<typeof submitted>>;
const BREAKS: [string, string, () => Promise<Study>, string][] = [
  ['a state that its reads do not make', 'study/state', signed, `update study set state = 'reading' where id = $1`],
  ['nobody who is to read it', 'study/ownerless', submitted, 'delete from read where study_id = $1'],
  [
    'a holder without a state of being held',
    'read/holder',
    opened,
    `update read set reader_id = null where study_id = $1`,
  ],
  [
    'an end of a read that is not over',
    'read/completion',
    opened,
    'update read set completed_at = overread_now() where study_id = $1',
  ],
  ['a completed read without its report', 'report/count', signed, 'delete from report where study_id = $1'],
  [
    'a clock that nobody started',
    'clock/events',
    submitted,
    `delete from event where study_id = $1 and type = 'sla.started'`,
  ],
  [
    'a clock that stopped unsaid',
    'clock/events',
    submitted,
    'update sla_clock set stopped_at = overread_now() where study_id = $1',
  ],
  [
    'a clock of a read that is over',
    'clock/state',
    signed,
    'update sla_clock set stopped_at = null where study_id = $1',
  ],
  [
    'a deadline that passed in silence',
    'clock/missed',
    submitted,
    `update sla_clock set due_at = overread_now() - interval '2 minutes' where study_id = $1`,
  ],
  ['events of a clock that is gone', 'clock/gone', submitted, 'delete from sla_clock where study_id = $1'],
  ['a life without a beginning', 'event/beginning', submitted, 'delete from event where study_id = $1'],
  [
    'a beginning told twice',
    'event/received-twice',
    submitted,
    `insert into event (at, type, study_id, version, data) select at, type, study_id, version, data from event where study_id = $1 and type = 'study.received'`,
  ],
  [
    'an event earlier than the one before',
    'event/time',
    submitted,
    `update event set at = at - interval '1 hour' where position = (select max(position) from event where study_id = $1)`,
  ],
  [
    'an event of a read that is not there',
    'event/readless',
    submitted,
    `update event set read_id = '00000000-0000-7000-8000-000000000001' where study_id = $1 and type = 'read.queued'`,
  ],
  [
    'a step that cannot have been',
    'event/illegal',
    submitted,
    `update event set type = 'read.completed' where study_id = $1 and type = 'sla.started'`,
  ],
  [
    'a state that the log does not lead to',
    'event/state',
    opened,
    `delete from event where study_id = $1 and type in ('read.opened', 'read.started')`,
  ],
  [
    'a version that goes back',
    'event/version',
    signed,
    `update event set version = 0 where study_id = $1 and type = 'read.completed'`,
  ],
  [
    'an event that nobody could be told',
    'event/topicless',
    submitted,
    'delete from event_topic where position in (select position from event where study_id = $1)',
  ],
  [
    'a report that nobody was told',
    'event/results',
    signed,
    `delete from event where study_id = $1 and type = 'report.finalized'`,
  ],
  [
    'images that were counted and are not there',
    'image/count',
    submitted,
    'update study set instances_arrived = 7 where id = $1',
  ],
  [
    'somebody who may not see what is theirs to read',
    'access/missing',
    submitted,
    'delete from study_access where study_id = $1',
  ],
  [
    'somebody who still sees what is no longer theirs',
    'access/left',
    submitted,
    `insert into study_access (grantee, study_id, health_system_id) select '00000000-0000-7000-8000-000000000002', id, health_system_id from study where id = $1`,
  ],
];

describe('a study that has', () => {
  it.each(BREAKS)('%s is named: %s', async (_, code, make, breaking) => {
    const { id } = await make();
    expect(await wrongWith(id)).toEqual([]);
    await sql(breaking, id);
    expect(await wrongWith(id)).toContain(code);
    await forget(id);
  });

  it('a log but no row is named', async () => {
    const { id } = await submitted();
    await sql(`update event set study_id = '00000000-0000-7000-8000-000000000009' where study_id = $1`, id);
    expect((await look()).violations.map(({ code }) => code)).toContain('event/nowhere');
    await forget(id);
    await sql(`delete from event where study_id = '00000000-0000-7000-8000-000000000009'`);
  });

  /** What was broken must not be taken for work by the next. */
  async function forget(id: string): Promise<void> {
    await sql(`update read set state = 'cancelled', reader_id = null where study_id = $1`, id);
  }
});

describe('an image', () => {
  it.each([
    ['file is gone', (file: string) => renameSync(file, `${file}.elsewhere`)],
    ['file is cut', (file: string) => writeFileSync(file, 'DICM')],
    ['file has grown', (file: string) => appendFileSync(file, 'x')],
  ])('whose %s is named', async (_, breaking) => {
    const { id, file } = await stored();
    breaking(file);
    expect(await wrongWith(id)).toEqual(['image/file']);
    await sql('delete from image where study_id = $1', id);
  });

  it('file without a row is named', async () => {
    await stored();
    const left = path.join(varDir, 'images', 'nobody');
    writeFileSync(left, 'x');
    expect(await wrongWith('nobody')).toEqual(['image/rowless']);
    rmSync(left);
  });
});

describe('what senders were told', () => {
  it('is there once', async () => {
    const { id, accessionNumber, readId } = await signed();
    const { instance, study } = await stored();
    const accepted: Accepted[] = [
      { kind: 'study', id, accessionNumber, key: null },
      { kind: 'image', sopInstanceUid: instance, studyInstanceUid: study },
      { kind: 'report', readId, issues: 'final' },
    ];
    for (const subject of [id, instance, readId]) expect(await wrongWith(subject, accepted)).toEqual([]);
  });

  it('is named when it is not there', async () => {
    const accepted: Accepted[] = [
      { kind: 'study', id: 'lost-id', accessionNumber: 'lost-number' },
      { kind: 'image', sopInstanceUid: 'lost-image', studyInstanceUid: '1' },
      { kind: 'report', readId: 'lost-read', issues: 'final' },
    ];
    for (const { subject } of [{ subject: 'lost-id' }, { subject: 'lost-number' }, { subject: 'lost-image' }])
      expect(await wrongWith(subject, accepted)).toEqual(['accepted/lost']);
    expect(await wrongWith('lost-read', accepted)).toEqual(['accepted/lost']);
  });

  it('is named when the same request was answered with two studies', async () => {
    const accepted: Accepted[] = ['a', 'b'].map((id) => ({ kind: 'study', id, key: 'one-key' }));
    expect(await wrongWith('one-key', accepted)).toEqual(['accepted/two-answers']);
  });
});
