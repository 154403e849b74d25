import type {
  DomainEvent,
  HealthSystemId,
  LadderStep,
  ReaderId,
  ReadId,
  ReadingGroupId,
  StudyId,
} from '@overread/domain';
import { randomUUID } from 'node:crypto';
import type { TestServer } from './test-server.js';

export interface SampleRead {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  id: ReadId;
}

export interface SampleStudyOf {
  healthSystemId: string;
  facilityId: string;
  /** Groups of the read's one open step. */
  groups: string[];
  /** Values of any column of `study` or `read`. */
  study?: Record<string, unknown>;
  read?: Record<string, unknown>;
}

/** The rows of a study that waits for its one read, put in behind the server's back. */
export async function putStudy(server: TestServer, of: SampleStudyOf): Promise<SampleRead> {
  const [studyId, readId, patientId] = [randomUUID(), randomUUID(), randomUUID()];
  const { healthSystemId, facilityId } = of;
  const now = server.clock.now();
  await insert(server, 'patient', { healthSystemId, id: patientId, mrn: patientId, issuer: 'MERCY', version: 1 });
  await insert(server, 'study', {
    ...studyRow,
    healthSystemId,
    id: studyId,
    facilityId,
    patientId,
    receivedAt: now,
    readyAt: now,
    ...of.study,
  });
  const ladder = [openStep(of.groups, now)];
  await insert(server, 'read', {
    ...readRow,
    healthSystemId,
    id: readId,
    studyId,
    facilityId,
    ladder: JSON.stringify(ladder),
    queuedAt: now,
    ...of.read,
  });
  return { healthSystemId: healthSystemId as HealthSystemId, studyId: studyId as StudyId, id: readId as ReadId };
}

/** An event of the read, seen by these groups and readers. */
export const readEvent = (
  read: SampleRead,
  audience: { groups?: readonly string[]; readers?: readonly string[] } = {},
  more: Partial<DomainEvent> = {},
): DomainEvent => ({
  type: 'read.queued',
  healthSystemId: read.healthSystemId,
  studyId: read.studyId,
  readId: read.id,
  readingGroupIds: (audience.groups ?? []) as ReadingGroupId[],
  readerIds: (audience.readers ?? []) as ReaderId[],
  version: 1,
  data: {},
  ...more,
});

export async function insert(server: TestServer, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const places = columns.map((_, index) => `$${index + 1}`);
  await server.asOwner(`insert into ${table} (${columns.join()}) values (${places.join()})`, Object.values(row));
}

const openStep = (groups: string[], at: Date): LadderStep => ({
  step: 0,
  pool: { tiers: ['onshore'], readingGroupIds: groups as ReadingGroupId[], readerId: null },
  opens: {
    atOnce: true,
    afterMinutes: null,
    atShareOfDeadline: null,
    whenNobodySignedOn: false,
    afterReadOrdinal: null,
  },
  openedAt: at.toISOString(),
});

const studyRow = {
  accessionIssuer: 'MERCY',
  modalities: ['CT'],
  modalityFamily: 'CT',
  planar: false,
  patientClass: 'emergency',
  requestedPriority: 'stat',
  priority: 'stat',
  reportLanguage: 'en',
  announced: JSON.stringify({ series: null, instances: null, atSource: true, dicomWebRoot: null }),
  seriesArrived: 0,
  instancesArrived: 0,
  priors: '[]',
  identityUnconfirmed: false,
  state: 'ready',
  version: 1,
};
const readRow = {
  ordinal: 0,
  purpose: 'primary',
  issues: 'final',
  independent: false,
  state: 'queued',
  tier: 'onshore',
  ladderStep: 0,
  declinedBy: [],
  billable: true,
  expectedMinutes: 10,
  version: 1,
};
