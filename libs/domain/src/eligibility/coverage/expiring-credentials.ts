import type { ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Agreement, Licence, Privilege } from '../../network/network.js';
import { EligibilityIndex } from '../compiled/eligibility-index.js';
import { failedRules } from '../failed-rules.js';
import type { ReaderFacts, Relations } from '../facts.js';
import type { CoverageKind, CoverageNetwork } from './coverage-kind.js';
import { asIfThere } from './there-at.js';

type Credential =
  | { kind: 'licence'; record: Licence }
  | { kind: 'privilege'; record: Privilege }
  | { kind: 'agreement'; record: Agreement };

/** A licence, privilege or agreement that ends, and what that does. Studies of the whole network's readers, rostered or not. */
export type ExpiringCredential = Credential & {
  readerId: ReaderId | null;
  readingGroupId: ReadingGroupId | null;
  expiresAt: Instant;
  /** Studies a week that somebody reads by it and nobody may read once it has ended. */
  unreadablePerWeek: number;
  /** Studies a week that somebody reads by it and only one reader may read once it has ended. */
  lastReaderPerWeek: number;
};

interface Able extends CoverageKind {
  relations: Relations;
  readerIds: ReadonlySet<ReaderId>;
}

const NO_RELATIONS: Relations = { agreements: [], contracts: [] };

/**
 * What ends after `now` and not after `until`, most unreadable studies first. A credential counts for a study when one of its
 * readers may read it now and, without that one record, may not, nor once it has ended; what is left is asked at the moment it ends, when others
 * may have ended or begun. Pauses after each step, so that others get a turn.
 */
export function* expiringCredentials(
  kinds: readonly CoverageKind[],
  network: CoverageNetwork,
  { now, until }: { now: Instant; until: Instant },
): Generator<void, ExpiringCredential[]> {
  const readers = network.readers.map((facts) => asIfThere(facts, now, until));
  const index = new EligibilityIndex({ readers, relations: network.relations }, now);
  const able: Able[] = [];
  for (const kind of kinds) {
    const relations = network.relations.get(kind.read.healthSystem.id) ?? NO_RELATIONS;
    able.push({ ...kind, relations, readerIds: new Set(index.ask(kind.read, 'plan').readerIds) });
    yield;
  }
  const left = leftOf(readers);
  const expiring: ExpiringCredential[] = [];
  for (const credential of credentialsOf(network, (record) => endsWithin(record, now, until))) {
    const expiresAt = credential.record.validUntil ?? until;
    const told = { ...holderOf(credential), expiresAt, unreadablePerWeek: 0, lastReaderPerWeek: 0 };
    for (const kind of able) {
      if (restsOn(kind, credential, { readers, now, expiresAt })) {
        const readersLeft = left(kind, expiresAt);
        if (readersLeft === 0) told.unreadablePerWeek += kind.studiesPerWeek;
        if (readersLeft === 1) told.lastReaderPerWeek += kind.studiesPerWeek;
      }
      yield;
    }
    expiring.push({ ...credential, ...told });
  }
  return expiring.sort(mostFirst);
}

const mostFirst = (a: ExpiringCredential, b: ExpiringCredential): number =>
  b.unreadablePerWeek - a.unreadablePerWeek ||
  b.lastReaderPerWeek - a.lastReaderPerWeek ||
  a.expiresAt.getTime() - b.expiresAt.getTime();

const endsWithin = (record: Credential['record'], now: Instant, until: Instant): boolean =>
  record.retiredAt === null && record.validUntil !== null && record.validUntil > now && record.validUntil <= until;

function credentialsOf(
  { readers, relations }: CoverageNetwork,
  ends: (record: Credential['record']) => boolean,
): Credential[] {
  const agreements = [...relations.values()].flatMap((each) => each.agreements);
  return [
    ...readers.flatMap(({ licences }) => licences).map((record) => ({ kind: 'licence' as const, record })),
    ...readers.flatMap(({ privileges }) => privileges).map((record) => ({ kind: 'privilege' as const, record })),
    ...agreements.map((record) => ({ kind: 'agreement' as const, record })),
  ].filter(({ record }) => ends(record));
}

const holderOf = (credential: Credential): { readerId: ReaderId | null; readingGroupId: ReadingGroupId | null } =>
  credential.kind === 'agreement'
    ? { readerId: null, readingGroupId: credential.record.readingGroupId }
    : { readerId: credential.record.readerId, readingGroupId: null };

/** Whether somebody may read the kind now by the record, and not once it has ended: who has renewed it loses nothing. */
function restsOn(
  { read, relations, readerIds }: Able,
  { kind, record }: Credential,
  { readers, now, expiresAt }: { readers: readonly ReaderFacts[]; now: Instant; expiresAt: Instant },
): boolean {
  if (kind === 'privilege' && record.facilityId !== read.facility.id) return false;
  if (kind === 'agreement' && record.healthSystemId !== read.healthSystem.id) return false;
  const mine = (facts: ReaderFacts) =>
    kind === 'agreement'
      ? facts.reader.readingGroupIds.includes(record.readingGroupId)
      : facts.reader.id === record.readerId;
  return readers.some((facts) => {
    if (!readerIds.has(facts.reader.id) || !mine(facts)) return false;
    const others = <T extends { id: string }>(records: readonly T[]) => records.filter(({ id }) => id !== record.id);
    const reader = { ...facts, licences: others(facts.licences), privileges: others(facts.privileges) };
    const without = { ...relations, agreements: others(relations.agreements) };
    const rests = failedRules({ read, reader, relations: without, stage: 'plan', now }).length > 0;
    return rests && failedRules({ read, reader: facts, relations, stage: 'plan', now: expiresAt }).length > 0;
  });
}

/** How many may read a kind at an instant: 0, 1, or 2 for more; those who may now are asked first. */
function leftOf(readers: readonly ReaderFacts[]): (kind: Able, at: Instant) => number {
  const known = new Map<Able, Map<number, number>>();
  return (kind, at) => {
    const ofKind = known.get(kind) ?? new Map<number, number>();
    known.set(kind, ofKind);
    const before = ofKind.get(at.getTime());
    if (before !== undefined) return before;
    const { read, relations, readerIds } = kind;
    const [first, then] = [true, false].map((now) => readers.filter(({ reader }) => readerIds.has(reader.id) === now));
    let left = 0;
    for (const reader of [...(first ?? []), ...(then ?? [])]) {
      if (failedRules({ read, reader, relations, stage: 'plan', now: at }).length === 0) left += 1;
      if (left > 1) break;
    }
    ofKind.set(at.getTime(), left);
    return left;
  };
}
