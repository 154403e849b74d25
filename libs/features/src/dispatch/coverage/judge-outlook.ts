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
  type ExpiringCredential,
  type HoursWarning,
  type Instant,
  type Judged,
  type KindSeen,
  type ReadingGroupId,
} from '@overread/domain';
import { newId } from '@overread/platform';
import type { DirectorySnapshot } from '../../network/index.js';
import { credentialAbout, credentialHolder } from './coverage-answer.js';
import { readersIn, type CoveredKind, type SeenCoverage } from './coverage-outlook.js';
import { groupsDealingWith } from './deals-with.js';

/** What warnings are about, one kind of studies or one credential, with those that are open and what a look makes of them. */
export interface Subject {
  /** Facility, family and subspecialty, or the credential: as `openOf` finds it. */
  key: string;
  open: readonly CoverageWarning[];
  /** As it was found; null of a credential, and of a kind that nobody sends any more. */
  covered: CoveredKind | null;
  judge: (open: readonly CoverageWarning[], now: Instant) => Judged[];
}

/** Everything that was found, and everything that is warned of and was not found again. */
export function subjectsOf(open: readonly CoverageWarning[], seen: SeenCoverage): Subject[] {
  return [...kindSubjects(open.filter(isOfHours), seen), ...credentialSubjects(open.filter(isOfCredential), seen)];
}

const isOfHours = (warning: CoverageWarning): warning is HoursWarning => warning.subject === 'hours';
const isOfCredential = (warning: CoverageWarning): warning is CredentialWarning => warning.subject === 'credential';

const keyOf = ({ facilityId, modalityFamily, subspecialty }: KindSeen['kind']): string =>
  `${facilityId} ${modalityFamily} ${subspecialty}`;

function kindSubjects(open: readonly HoursWarning[], { outlook, directory }: SeenCoverage): Subject[] {
  const { hours, kinds, madeAt } = outlook;
  const [from = madeAt] = hours;
  const look = { from, until: plusMinutes(from, hours.length * 60), newId: () => newId<CoverageWarningId>() };
  const warned = Map.groupBy(open, ({ kind }) => keyOf(kind));
  const subject = (seen: KindSeen, covered: CoveredKind | null): Subject => ({
    key: keyOf(seen.kind),
    open: warned.get(keyOf(seen.kind)) ?? [],
    covered,
    judge: (rows, now) => judgeHours(rows.filter(isOfHours), seen, { ...look, now }),
  });
  const found = kinds.map((covered) => [kindSeen(covered, directory, madeAt), covered] as const);
  const known = new Set(found.map(([{ kind }]) => keyOf(kind)));
  const gone = [...warned].flatMap(([key, [first]]) =>
    known.has(key) || first === undefined ? [] : [nobodySends(first)],
  );
  return [...found.map(([seen, covered]) => subject(seen, covered)), ...gone.map((seen) => subject(seen, null))];
}

function kindSeen({ counts, read, thin }: CoveredKind, { relations }: DirectorySnapshot, madeAt: Instant): KindSeen {
  const { facility, healthSystem, modalityFamily, subspecialty } = read;
  const kind = { facilityId: facility.id, healthSystemId: healthSystem.id, modalityFamily, subspecialty };
  const readingGroupIds = [...groupsDealingWith(relations.get(healthSystem.id), madeAt)].sort();
  return { kind, readingGroupIds, runs: thinRuns(thin), readers: counts.map(readersIn) };
}

const nobodySends = ({ kind, readingGroupIds }: HoursWarning): KindSeen => ({
  kind,
  readingGroupIds,
  runs: [],
  readers: [],
});

function credentialSubjects(open: readonly CredentialWarning[], { outlook, directory }: SeenCoverage): Subject[] {
  const warned = new Map(open.map((warning) => [warning.state.id, warning]));
  const found = new Map(outlook.expiring.map((each) => [each.record.id as string, each]));
  return [...new Set([...warned.keys(), ...found.keys()])].map((id): Subject => {
    const [before, ending] = [warned.get(id), found.get(id)];
    const seen = ending === undefined ? null : credentialSeen(ending, directory, outlook.madeAt);
    return {
      key: id,
      open: before === undefined ? [] : [before],
      covered: null,
      judge: (rows, now) => {
        const one = judgeCredential(rows.find(isOfCredential) ?? null, seen, {
          now,
          newId: () => newId<CoverageWarningId>(),
        });
        return one === null ? [] : [one];
      },
    };
  });
}

function credentialSeen(
  ending: ExpiringCredential,
  directory: DirectorySnapshot,
  madeAt: Instant,
): { state: EndingCredential; readingGroupIds: ReadingGroupId[] } {
  const { kind, record, readerId, readingGroupId, expiresAt, unreadablePerWeek, lastReaderPerWeek } = ending;
  const theirs = readerId === null ? undefined : directory.readers.get(readerId)?.reader.readingGroupIds;
  const state: EndingCredential = {
    kind,
    id: record.id,
    readerId,
    readingGroupId,
    holder: credentialHolder(ending, directory),
    about: credentialAbout(ending, directory),
    expiresAt: expiresAt.toISOString(),
    unreadablePerWeek: tenth(unreadablePerWeek),
    lastReaderPerWeek: tenth(lastReaderPerWeek),
    withinDays: withinDays(expiresAt, madeAt),
  };
  return { state, readingGroupIds: [...(theirs ?? []), ...(readingGroupId === null ? [] : [readingGroupId])].sort() };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
