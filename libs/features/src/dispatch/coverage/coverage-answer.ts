import { localClock, type ExpiringCredential, type ReadingGroupId } from '@overread/domain';
import type { Coverage } from '@overread/wire';
import type { DirectorySnapshot } from '../../network/index.js';
import type { CoveredKind, CoverageOutlook } from './coverage-outlook.js';

const MOST_ROWS = 300;
const MOST_WARNINGS = 200;
const MOST_EXPIRING = 200;
const MOST_BLOCKERS = 50;

interface Answering {
  directory: DirectorySnapshot;
  readingGroupId: ReadingGroupId | null;
  days: number;
}

/** The outlook as it is told. */
export function coverageAnswer(outlook: CoverageOutlook, { directory, readingGroupId, days }: Answering): Coverage {
  const { hours, kinds, expiring, blockers, madeAt } = outlook;
  const shown = kinds.slice(0, MOST_ROWS);
  const warnings = kinds.flatMap(warningsOf).sort(worstFirst);
  const zones = [...new Set(shown.map(({ read }) => read.facility.zone))].sort();
  return {
    madeAt: madeAt.toISOString(),
    readingGroupId,
    hours: hours.map((at) => at.toISOString()),
    zones: zones.map((zone) => ({ zone, clocks: hours.map((at) => localClock(at, zone)) })),
    rows: shown.map(rowOf),
    kinds: kinds.length,
    warnings: warnings.slice(0, MOST_WARNINGS),
    warningCount: warnings.length,
    days,
    expiring: expiring.slice(0, MOST_EXPIRING).map((each) => expiringOf(each, directory)),
    soleBlockers: blockers
      .slice(0, MOST_BLOCKERS)
      .map((each) => ({ ...each, studiesPerWeek: tenth(each.studiesPerWeek) })),
  };
}

const named = ({ read }: CoveredKind) => ({
  facility: read.facility.code,
  modalityFamily: read.modalityFamily,
  subspecialty: read.subspecialty,
});

function rowOf(kind: CoveredKind): Coverage['rows'][number] {
  const { counts, studiesPerWeek, queued, read } = kind;
  return {
    ...named(kind),
    zone: read.facility.zone,
    studiesPerWeek: tenth(studiesPerWeek),
    queued,
    onshore: counts.map(({ onshore }) => onshore),
    nearshore: counts.map(({ nearshore }) => nearshore),
    offshore: counts.map(({ offshore }) => offshore),
  };
}

function warningsOf(kind: CoveredKind): Coverage['warnings'] {
  const { zone } = kind.read.facility;
  return kind.thin.map(({ level, from, until, expectedStudies, queued }) => ({
    ...named(kind),
    level,
    from: from.toISOString(),
    until: until.toISOString(),
    localFrom: localClock(from, zone),
    localUntil: localClock(until, zone),
    expectedStudies: hundredth(expectedStudies),
    queued,
  }));
}

type Warning = Coverage['warnings'][number];
const worstFirst = (a: Warning, b: Warning): number =>
  Number(a.level === 'one') - Number(b.level === 'one') ||
  b.expectedStudies + b.queued - (a.expectedStudies + a.queued) ||
  (a.from < b.from ? -1 : 1);

function expiringOf(credential: ExpiringCredential, directory: DirectorySnapshot): Coverage['expiring'][number] {
  const { kind, record, readerId, readingGroupId, expiresAt, unreadablePerWeek, lastReaderPerWeek } = credential;
  return {
    kind,
    id: record.id,
    readerId,
    readingGroupId,
    holder: credentialHolder(credential, directory),
    about: credentialAbout(credential, directory),
    expiresAt: expiresAt.toISOString(),
    unreadablePerWeek: tenth(unreadablePerWeek),
    lastReaderPerWeek: tenth(lastReaderPerWeek),
  };
}

/** Whose it is: the reader's name, or the reading group's. */
export function credentialHolder({ kind, record }: ExpiringCredential, directory: DirectorySnapshot): string {
  const { groups, readers } = directory;
  const name =
    kind === 'agreement' ? groups.get(record.readingGroupId)?.name : readers.get(record.readerId)?.reader.name;
  return name ?? '';
}

/** The jurisdiction, the facility's code, or the health system. */
export function credentialAbout({ kind, record }: ExpiringCredential, directory: DirectorySnapshot): string {
  if (kind === 'licence') return record.jurisdiction;
  if (kind === 'privilege') return directory.facilities.get(record.facilityId)?.code ?? '';
  return directory.healthSystems.get(record.healthSystemId)?.name ?? '';
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
const hundredth = (value: number): number => Math.round(value * 100) / 100;
