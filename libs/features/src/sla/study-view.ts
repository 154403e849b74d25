import {
  blindedReaders,
  DomainError,
  demand,
  isBlinded,
  seenPatient,
  transferModeFor,
  type Facility,
  type Instant,
  type Principal,
  type Read,
  type ReaderId,
  type Resource,
  type SlaClock,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, type Tx } from '@overread/platform';
import type { Read as WireRead, Study as WireStudy } from '@overread/wire';
import { AccessLog, type Look } from '../access/index.js';
import { NetworkDirectory } from '../network/index.js';
import { ExpectedEnds, loadBundles, look, type StudyBundle } from '../studies/index.js';
import { SlaClockEntity } from './sla-clock.entity.js';
import { readToWire, studyToWire } from './study-wire.js';

/** A study with everything that its view shows. */
export interface ShownStudy extends StudyBundle {
  clocks: SlaClock[];
}

/** How a study is looked at, as the log of who looked says it. */
interface Looking {
  action: string;
  /** As the one who looks gave it. */
  reason?: string;
}

type How = Looking | Looking['action'];

interface Shown extends Looking {
  now: Instant;
}

/** A study as a principal may see it, with its reads and clocks. Every look leaves its row in the same transaction. */
@Injectable()
export class StudyView {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly accessLog: AccessLog,
    private readonly ends: ExpectedEnds,
  ) {}

  /** One study; `study/not-found` when the principal may not see it. */
  async studyOf(tx: Tx, principal: Principal, id: StudyId, how: How = 'study.view'): Promise<WireStudy> {
    const [study] = await this.studiesOf(tx, principal, [id], how);
    if (!study) throw new DomainError('not-found', 'study/not-found', 'no such study');
    return study;
  }

  /** The visible ones among these, in the given order; a constant number of statements. */
  async studiesOf(tx: Tx, principal: Principal, ids: readonly StudyId[], how: How): Promise<WireStudy[]> {
    const clocksWanted = { clocks: all(SlaClockEntity, { studyId: ids }, { lock: 'none' }) };
    const [bundles, { clocks, now }] = await Promise.all([
      loadBundles(tx, ids),
      tx.change(clocksWanted, (rows, at) => ({ result: { clocks: rows.clocks, now: at } })),
    ]);
    const linkedTo = bundles.flatMap(({ study }) => study.linkedTo ?? []);
    const theirs = await clocksOfStudies(tx, linkedTo);
    const clocksOf = Map.groupBy([...clocks, ...theirs], (clock) => clock.studyId);
    const shown = bundles
      .filter((bundle) => this.allowed(principal, bundle))
      .map((bundle) => ({ ...bundle, clocks: clocksOf.get(bundle.study.linkedTo ?? bundle.study.id) ?? [] }));
    return this.show(tx, principal, { shown, now, ...(typeof how === 'string' ? { action: how } : how) });
  }

  /** A study whose rows are at hand because they have just been written; the look leaves its row all the same. */
  async written(tx: Tx, principal: Principal, rows: ShownStudy, { action, now }: Shown): Promise<WireStudy> {
    if (!this.allowed(principal, rows)) throw new DomainError('not-found', 'study/not-found', 'no such study');
    const [study] = await this.show(tx, principal, { shown: [rows], action, now });
    return study as WireStudy;
  }

  /** Leaves the row of a look at a study by whoever is shown something else of it. */
  looked(tx: Tx, principal: Principal, look: Look): Promise<void> {
    return this.accessLog.looked(tx, principal, look);
  }

  private async show(
    tx: Tx,
    principal: Principal,
    { shown, action, reason, now }: Shown & { shown: readonly ShownStudy[] },
  ): Promise<WireStudy[]> {
    const looks = shown.map(({ study: { id: studyId, healthSystemId, patientId } }) => ({
      studyId,
      healthSystemId,
      patientId,
      action,
      reason: reason ?? null,
    }));
    await this.accessLog.looked(tx, principal, looks);
    return shown.map((bundle) => {
      const facility = this.facilityOf(bundle);
      const seen = this.seen(principal, bundle, facility, now);
      const readerName = (reader: ReaderId) => (mayKnow(principal, bundle, reader) ? this.readerName(reader) : null);
      return studyToWire({ ...bundle, facility, seen, readerName, expectedEnd: (id) => this.ends.endOf(id), now });
    });
  }

  readToWire(read: Read): WireRead {
    return readToWire(read, (reader) => this.readerName(reader));
  }

  private readerName(id: NonNullable<Read['readerId']>): string | null {
    return this.directory.snapshot().readers.get(id)?.reader.name ?? null;
  }

  private facilityOf({ study }: StudyBundle): Facility {
    const facility = this.directory.snapshot().facilities.get(study.facilityId);
    if (!facility) throw new Error(`facility ${study.facilityId} is unknown`);
    return facility;
  }

  /** Row-level security has said which rows; a key limited to facilities sees less of them. */
  private allowed(principal: Principal, { study, reads }: StudyBundle): boolean {
    try {
      demand(principal, 'view-study', studyResource(study, reads));
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  /** What residency lets the asker see of the patient: by the session's place, or the group's for its manager. */
  private seen(
    principal: Principal,
    { study, patient, reads }: StudyBundle,
    facility: Facility,
    now: Date,
  ): WireStudy['patient'] {
    const snapshot = this.directory.snapshot();
    const healthSystem = snapshot.healthSystems.get(study.healthSystemId);
    if (!healthSystem) return null;
    if (principal.role !== 'reader' && principal.role !== 'group-manager')
      return seenPatient(principal, patient, 'full');
    const reader = principal.readerId === null ? undefined : snapshot.readers.get(principal.readerId);
    const held = reads.find((read) => read.readerId !== null && read.readerId === principal.readerId);
    const readingGroupId =
      reader?.session?.readingGroupId ?? held?.readingGroupId ?? principal.organizationIds[0] ?? '';
    const group = snapshot.groups.get(readingGroupId as never);
    const place = reader?.session ?? reader?.reader.homePlace ?? group;
    if (!place || !group) return null;
    const mode = transferModeFor({
      facility,
      healthSystem,
      agreements: snapshot.agreements,
      readingGroupId: group.id,
      place: { country: place.country },
      now,
    });
    return seenPatient(principal, patient, mode === 'none' ? null : mode);
  }
}

/** Whose a study is, for what a principal may do to it. */
export function studyResource(study: StudyBundle['study'], reads: readonly Read[]): Resource {
  const offered = reads.flatMap((read) =>
    read.ladder.flatMap((step) => (step.openedAt === null ? [] : step.pool.readingGroupIds)),
  );
  return {
    studyId: study.id,
    healthSystemId: study.healthSystemId,
    facilityId: study.facilityId,
    readingGroupIds: [...new Set([...offered, ...reads.flatMap((read) => read.readingGroupId ?? [])])],
    readerIds: reads.flatMap((read) => read.readerId ?? []),
    blindedReaderIds: blindedReaders(reads),
  };
}

/** A second reader who is still to read blind knows of no reader but themselves. */
const mayKnow = (principal: Principal, { study, reads }: StudyBundle, reader: string): boolean =>
  reader === principal.readerId || !isBlinded(principal, studyResource(study, reads));

const clocksOfStudies = async (tx: Tx, studyId: StudyId[]): Promise<SlaClock[]> =>
  studyId.length === 0 ? [] : (await look(tx, { clocks: all(SlaClockEntity, { studyId }, { lock: 'none' }) })).clocks;
