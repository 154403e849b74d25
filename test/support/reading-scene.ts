import { plusMinutes, type Patient, type Read, type ReadId, type Study, type StudyId } from '@overread/domain';
import {
  AgreementEntity,
  ContractEntity,
  FacilityEntity,
  HealthSystemEntity,
  LicenceEntity,
  NetworkDirectory,
  PrivilegeEntity,
  ReaderEntity,
  ReadingGroupEntity,
} from '@overread/features';
import { newId, systemScope, type EntityClass } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import {
  sampleAgreement,
  sampleContract,
  sampleHealthSystem,
  sampleLicence,
  samplePrivilege,
} from '../../libs/domain/src/eligibility/samples.fixture.js';
import { sampleFacility, sampleReader, sampleSession } from '../../libs/domain/src/network/samples.fixture.js';
import { samplePatient, sampleRead, sampleStudy } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingSessionEntity } from '../../libs/features/src/network/index.js';
import { SlaClockEntity } from '../../libs/features/src/sla/index.js';
import { PatientEntity, ReadEntity, StudyEntity } from '../../libs/features/src/studies/index.js';
import type { Person, TestServer } from './test-server.js';

const always = { validFrom: new Date('2020-01-01T00:00:00Z'), validUntil: null };
const newOne = <T>() => newId() as T;

/** A reader of a group of their own, signed on at home in Texas, who may read everything there. */
export interface SignedOn {
  readerId: Read['readerId'] & string;
  readingGroupId: Read['readingGroupId'] & string;
  sessionId: Read['sessionId'] & string;
  person: Person;
}

/** A read that somebody holds: what differs from an accepted, unopened primary final. */
export type HeldRead = Partial<Read> & { by: SignedOn };

export interface PlacedStudy {
  id: StudyId;
  reads: ReadId[];
}

/** A hospital in Texas with two readers at work, and rows of studies that they hold. */
export class ReadingScene {
  readonly healthSystemId = newOne<Study['healthSystemId']>();
  readonly facilityId = newOne<Study['facilityId']>();

  private constructor(private readonly server: TestServer) {}

  static async of(server: TestServer): Promise<ReadingScene> {
    const scene = new ReadingScene(server);
    const { healthSystemId, facilityId } = scene;
    await scene.put(HealthSystemEntity, { ...sampleHealthSystem(), id: healthSystemId });
    const place = { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago' };
    const facility = { ...sampleFacility(), id: facilityId, healthSystemId, code: `site-${randomUUID()}` };
    await scene.put(FacilityEntity, { ...facility, ...place, name: 'Mercy East', kind: 'hospital' });
    return scene;
  }

  async put<E extends object>(entity: EntityClass<E>, rows: Partial<E> | Partial<E>[]): Promise<void> {
    await this.server.database.transaction(systemScope, (tx) => tx.put(entity, rows));
  }

  /** A reader signed on, with their own group under contract or in that of a colleague. */
  async reader(name: string, colleague?: SignedOn): Promise<SignedOn> {
    const { facilityId } = this;
    const readerId = newOne<SignedOn['readerId']>();
    const readingGroupId = colleague?.readingGroupId ?? (await this.group(`Group of ${name}`));
    const sessionId = newOne<SignedOn['sessionId']>();
    const limits = { routineMinutes: null, urgentMinutes: null, sessionHours: null, consecutiveStudies: null };
    await this.put(ReaderEntity, {
      ...sampleReader({ name, limits }),
      id: readerId,
      readingGroupIds: [readingGroupId],
    });
    await this.put(LicenceEntity, { ...sampleLicence('US-TX'), id: newOne(), readerId, ...always });
    await this.put(PrivilegeEntity, { ...samplePrivilege(), id: newOne(), readerId, facilityId, ...always });
    const session = { ...sampleSession(), id: sessionId, readerId, readingGroupId, startedAt: await this.now() };
    await this.put(ReadingSessionEntity, { ...session, until: null, endedAt: null });
    await this.refresh();
    const person = await this.server.person('reader', { organizationId: readingGroupId, readerId });
    return { readerId, readingGroupId, sessionId, person };
  }

  /** A reading group under contract. */
  private async group(name: string): Promise<SignedOn['readingGroupId']> {
    const readingGroupId = newOne<SignedOn['readingGroupId']>();
    const group = { id: readingGroupId, name, country: 'US', zone: 'America/Chicago' };
    await this.put(ReadingGroupEntity, { ...group, picksFreely: false, retiredAt: null, version: 1 });
    const between = { healthSystemId: this.healthSystemId, readingGroupId, ...always };
    await this.put(AgreementEntity, { ...sampleAgreement(), ...between, id: newOne() });
    await this.put(ContractEntity, { ...sampleContract(), ...between, id: newOne() });
    return readingGroupId;
  }

  /** A ready study with its reads in the order of the plan, and a clock of an hour on each. */
  async study(reads: HeldRead[], changes: Partial<Study> = {}): Promise<PlacedStudy> {
    const { healthSystemId, facilityId } = this;
    const id = newOne<StudyId>();
    const patientId = newOne<Patient['id']>();
    const now = await this.now();
    await this.put(PatientEntity, { ...samplePatient(), id: patientId, healthSystemId, mrn: `MRN-${id}` });
    const identity = { studyInstanceUid: `2.25.${BigInt(`0x${id.replaceAll('-', '')}`)}`, accessionNumber: `A-${id}` };
    const base = { ...sampleStudy(), id, healthSystemId, facilityId, patientId, ...identity };
    await this.put(StudyEntity, { ...base, state: 'reading', receivedAt: now, readyAt: now, ...changes });
    const rows = reads.map(({ by, ...more }, ordinal) => ({
      ...sampleRead(),
      id: newOne<ReadId>(),
      studyId: id,
      healthSystemId,
      facilityId,
      ordinal,
      queuedAt: now,
      startedAt: now,
      state: 'in-progress' as const,
      tier: 'onshore' as const,
      dueAt: plusMinutes(now, 60),
      readerId: by.readerId,
      readingGroupId: by.readingGroupId,
      sessionId: by.sessionId,
      ...more,
    }));
    await this.put(ReadEntity, rows);
    await this.put(
      SlaClockEntity,
      rows.map((read) => ({
        id: newOne<SlaClockEntity['id']>(),
        healthSystemId,
        studyId: id,
        readId: read.id,
        serviceLevelId: null,
        name: read.issues,
        startedAt: now,
        targetMinutes: 60,
        dueAt: plusMinutes(now, 60),
        warnAt: plusMinutes(now, 45),
        stoppedAt: null,
        voidedAt: null,
        returnedAt: null,
        warnedAt: null,
        breachedAt: null,
        version: 1,
      })),
    );
    return { id, reads: rows.map((read) => read.id) };
  }

  /** Every process' directory follows the log; this one reads at once what a test put behind its back. */
  refresh(): Promise<void> {
    return this.server.app.get(NetworkDirectory, { strict: false }).refresh();
  }

  now(): Promise<Date> {
    return this.server.database.transaction(systemScope, (tx) => tx.now());
  }

  /** The study's events in order, oldest first. */
  events(
    study: PlacedStudy,
  ): Promise<{ type: string; actor: string; data: Record<string, unknown>; readId: string }[]> {
    return this.server.asOwner(
      'select type, actor, data, read_id as "readId" from event where study_id = $1 order by position',
      [study.id],
    );
  }
}
