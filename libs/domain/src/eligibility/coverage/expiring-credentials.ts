import type { ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Agreement, Licence, Privilege } from '../../network/network.js';
import { failedRules } from '../failed-rules.js';
import type { ReaderFacts, Relations } from '../facts.js';
import type { AbleKind, CoverageKind, CoverageNetwork } from './coverage-kind.js';
import type { CoverageReaders } from './coverage-readers.js';
import { readersLeft } from './readers-left.js';

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

interface Ending {
  /** Everybody of the network as if on shift, from `now` to `until`. */
  anyone: CoverageReaders;
  now: Instant;
  until: Instant;
}

/**
 * What ends after `now` and not after `until`, most unreadable studies first. A credential counts for a study when one of its
 * readers may read it now and, without that one record, may not, nor once it has ended; what is left is asked at the moment it
 * ends, when others may have ended or begun. Hours of contracts are left out, as those of the roster are: a credential counts
 * the same by night. Pauses often, so that others get a turn.
 */
export function* expiringCredentials(
  kinds: readonly CoverageKind[],
  network: CoverageNetwork,
  ending: Ending,
): Generator<void, ExpiringCredential[]> {
  const { anyone, now, until } = ending;
  const atAnyHour = withoutHours();
  const kindsOf = new Map<ReaderId, AbleKind[]>();
  const able: AbleKind[] = [];
  for (const kind of kinds) {
    const relations = atAnyHour(network.relations.get(kind.read.healthSystem.id) ?? NO_RELATIONS);
    const readers: ReaderFacts[] = [];
    anyone.eachAble({ read: kind.read, relations, now }, ({ facts }) => readers.push(facts));
    const known = { ...kind, relations, able: readers };
    able.push(known);
    for (const { reader } of readers) {
      const theirs = kindsOf.get(reader.id) ?? [];
      kindsOf.set(reader.id, theirs);
      theirs.push(known);
    }
    yield;
  }
  const left = yield* readersLeft(network.readers, { now, until });
  const ends = (record: Credential['record']) => endsWithin(record, now, until);
  const expiring: ExpiringCredential[] = [];
  for (const credential of credentialsOf(network, ends)) {
    yield;
    if (credential === null) continue;
    const expiresAt = credential.record.validUntil ?? until;
    const told = { ...holderOf(credential), expiresAt, unreadablePerWeek: 0, lastReaderPerWeek: 0 };
    const mayRest = told.readerId === null ? able : (kindsOf.get(told.readerId) ?? []);
    for (const kind of mayRest) {
      if (restsOn(kind, credential, { now, expiresAt })) {
        const count = left(kind, expiresAt);
        if (count === 0) told.unreadablePerWeek += kind.studiesPerWeek;
        if (count === 1) told.lastReaderPerWeek += kind.studiesPerWeek;
      }
      yield;
    }
    expiring.push({ ...credential, ...told });
  }
  return expiring.sort(mostFirst);
}

const NO_RELATIONS: Relations = { agreements: [], contracts: [] };

/** The same relations for the same, so that what is known of them stays known. */
function withoutHours(): (relations: Relations) => Relations {
  const known = new Map<Relations, Relations>();
  return (relations) => {
    const contracts = relations.contracts.map((contract) => ({ ...contract, hours: null }));
    const made = known.get(relations) ?? { ...relations, contracts };
    known.set(relations, made);
    return made;
  };
}

const mostFirst = (a: ExpiringCredential, b: ExpiringCredential): number =>
  b.unreadablePerWeek - a.unreadablePerWeek ||
  b.lastReaderPerWeek - a.lastReaderPerWeek ||
  a.expiresAt.getTime() - b.expiresAt.getTime();

const endsWithin = (record: Credential['record'], now: Instant, until: Instant): boolean =>
  record.retiredAt === null && record.validUntil !== null && record.validUntil > now && record.validUntil <= until;

/** Those that end, a reader's or a health system's at a time; null in between, for whoever wants a turn. */
function* credentialsOf(
  { readers, relations }: CoverageNetwork,
  ends: (record: Credential['record']) => boolean,
): Generator<Credential | null, void> {
  for (const { licences, privileges } of readers) {
    for (const record of licences) if (ends(record)) yield { kind: 'licence', record };
    for (const record of privileges) if (ends(record)) yield { kind: 'privilege', record };
    yield null;
  }
  for (const { agreements } of relations.values())
    for (const record of agreements) if (ends(record)) yield { kind: 'agreement', record };
}

const holderOf = (credential: Credential): { readerId: ReaderId | null; readingGroupId: ReadingGroupId | null } =>
  credential.kind === 'agreement'
    ? { readerId: null, readingGroupId: credential.record.readingGroupId }
    : { readerId: credential.record.readerId, readingGroupId: null };

/** Whether somebody may read the kind now by the record, and not once it has ended: who has renewed it loses nothing. */
function restsOn(
  { read, relations, able }: AbleKind,
  { kind, record }: Credential,
  { now, expiresAt }: { now: Instant; expiresAt: Instant },
): boolean {
  if (kind === 'privilege' && record.facilityId !== read.facility.id) return false;
  if (kind === 'agreement' && record.healthSystemId !== read.healthSystem.id) return false;
  const mine = ({ reader }: ReaderFacts) =>
    kind === 'agreement' ? reader.readingGroupIds.includes(record.readingGroupId) : reader.id === record.readerId;
  const others = <T extends { id: string }>(records: readonly T[]) => records.filter(({ id }) => id !== record.id);
  const without = { ...relations, agreements: others(relations.agreements) };
  return able.some((facts) => {
    if (!mine(facts)) return false;
    const reader = { ...facts, licences: others(facts.licences), privileges: others(facts.privileges) };
    const rests = failedRules({ read, reader, relations: without, stage: 'plan', now }).length > 0;
    return rests && failedRules({ read, reader: facts, relations, stage: 'plan', now: expiresAt }).length > 0;
  });
}
