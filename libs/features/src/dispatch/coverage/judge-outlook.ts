import {
  judgeCredential,
  judgeHours,
  plusMinutes,
  thinRuns,
  withinDays,
  type CoverageWarning,
  type CoverageWarningId,
  type CredentialWarning,
  type EndingCredential,
  type HoursWarning,
  type Instant,
  type Judged,
  type KindSeen,
  type ReadingGroupId,
} from '@overread/domain';
import { newId } from '@overread/platform';
import { credentialAbout, credentialHolder } from './coverage-answer.js';
import type { CoveredKind } from './coverage-outlook.js';
import type { SeenCoverage } from './coverage.service.js';
import { groupsDealingWith } from './deals-with.js';

/** What a look found, by what warnings are about. */
export interface Findings {
  from: Instant;
  until: Instant;
  kinds: ReadonlyMap<string, KindSeen>;
  covered: ReadonlyMap<string, CoveredKind>;
  credentials: ReadonlyMap<string, { state: EndingCredential; readingGroupIds: ReadingGroupId[] }>;
}

export const keyOf = ({ facilityId, modalityFamily, subspecialty }: KindSeen['kind']): string =>
  `${facilityId} ${modalityFamily} ${subspecialty}`;

export function findingsOf({ outlook, directory }: SeenCoverage): Findings {
  const { hours, kinds, madeAt } = outlook;
  const [from = madeAt] = hours;
  const seen = kinds.map((covered): [string, KindSeen, CoveredKind] => {
    const { counts, read, thin } = covered;
    const { facility, healthSystem, modalityFamily, subspecialty } = read;
    const kind = { facilityId: facility.id, healthSystemId: healthSystem.id, modalityFamily, subspecialty };
    const readingGroupIds = [...groupsDealingWith(directory.relations.get(healthSystem.id), madeAt)].sort();
    const readers = counts.map(({ onshore, nearshore, offshore }) => onshore + nearshore + offshore);
    return [keyOf(kind), { kind, readingGroupIds, runs: thinRuns(thin), readers }, covered];
  });
  const credentials = outlook.expiring.map((each) => {
    const { kind, record, readerId, readingGroupId, expiresAt, unreadablePerWeek, lastReaderPerWeek } = each;
    const theirs = readerId === null ? undefined : directory.readers.get(readerId)?.reader.readingGroupIds;
    const state: EndingCredential = {
      kind,
      id: record.id,
      readerId,
      readingGroupId,
      holder: credentialHolder(each, directory),
      about: credentialAbout(each, directory),
      expiresAt: expiresAt.toISOString(),
      unreadablePerWeek: tenth(unreadablePerWeek),
      lastReaderPerWeek: tenth(lastReaderPerWeek),
      withinDays: withinDays(expiresAt, madeAt),
    };
    const readingGroupIds = [...(theirs ?? []), ...(readingGroupId === null ? [] : [readingGroupId])].sort();
    return [record.id, { state, readingGroupIds }] as const;
  });
  return {
    from,
    until: plusMinutes(from, hours.length * 60),
    kinds: new Map(seen.map(([key, kind]) => [key, kind])),
    covered: new Map(seen.map(([key, , covered]) => [key, covered])),
    credentials: new Map(credentials),
  };
}

/** What the look makes of the warnings that are open, those it does not touch included. */
export function judgeOutlook(open: readonly CoverageWarning[], findings: Findings, now: Instant): Judged[] {
  const { credentials, from, kinds, until } = findings;
  const look = { now, from, until, newId: () => newId<CoverageWarningId>() };
  const hours = Map.groupBy(open.filter(isOfHours), ({ kind }) => keyOf(kind));
  const ofKinds = new Map([...[...hours].map(([key, own]) => [key, gone(own)] as const), ...kinds]);
  const judged: Judged[] = [...ofKinds].flatMap(([key, seen]) => judgeHours(hours.get(key) ?? [], seen, look));
  const ending = new Map(open.filter(isOfCredential).map((warning) => [warning.state.id, warning]));
  for (const id of new Set([...ending.keys(), ...credentials.keys()])) {
    const one = judgeCredential(ending.get(id) ?? null, credentials.get(id) ?? null, look);
    if (one) judged.push(one);
  }
  return judged;
}

const isOfHours = (warning: CoverageWarning): warning is HoursWarning => warning.subject === 'hours';
const isOfCredential = (warning: CoverageWarning): warning is CredentialWarning => warning.subject === 'credential';

/** A kind that nobody sends any more. */
function gone([first]: readonly HoursWarning[]): KindSeen {
  if (!first) throw new Error('a kind is gone only with its warnings');
  return { kind: first.kind, readingGroupIds: first.readingGroupIds, runs: [], readers: [] };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
