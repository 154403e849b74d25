import type { DomainEvent } from '../../core/event.js';
import type { PairId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { ReadingRows } from '../../reading/held-read.js';
import type { Report } from '../../reading/report.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { RETRACTED_FLAG } from '../../studies/study-state.js';
import { compareConclusions } from '../grading/compare-conclusions.js';
import type { ReadPair, StoredSampling } from './read-pair.js';
import { isSecondRead } from './second-read.js';

/** A study with its reads and reports, the pairs it has, and how its second reads came about. */
export interface PairRows extends ReadingRows {
  pairs: readonly ReadPair[];
  samplings: readonly StoredSampling[];
}

export interface Compared {
  pair: ReadPair;
  /** The report that people went by when the difference was found. */
  firstReport: Report;
  secondReport: Report;
}

/**
 * The pairs that a result just handed in makes complete, compared at once, whichever of the two came first. A reader is
 * no pair with themselves, a retracted report with nobody.
 */
export function pairUp(rows: PairRows, now: Instant, newId: () => PairId): Compared[] {
  const { pairs, reads } = rows;
  return reads.filter(isSecondRead).flatMap((second) => {
    const secondReport = standingReport(rows, second);
    if (secondReport === null) return [];
    return firstsOf(reads, second).flatMap((first) => {
      const known = pairs.some((pair) => pair.firstReadId === first.id && pair.secondReadId === second.id);
      const firstReport = standingReport(rows, first);
      if (known || firstReport === null) return [];
      return [
        { pair: pairOf(rows, { first, firstReport, second, secondReport }, now, newId()), firstReport, secondReport },
      ];
    });
  });
}

/** What a second read is held against: an opinion against the final, an independent final against the preliminary. */
function firstsOf(reads: readonly Read[], second: Read): Read[] {
  const others = reads.filter((read) => read.purpose === 'primary' && read.readerId !== second.readerId);
  const finals = others.filter((read) => read.issues === 'final' && read.state !== 'cancelled');
  const opined = second.purpose === 'secondary' && finals.length > 0;
  return opined ? finals : others.filter((read) => read.issues === 'preliminary');
}

/** What a completed read has issued and nobody has withdrawn. */
export function standingReport({ reports }: Pick<PairRows, 'reports'>, read: Read): Report | null {
  if (read.state !== 'completed') return null;
  const own = reports.filter((each) => each.readId === read.id && each.kind === read.issues);
  return own.findLast((each) => !each.flags.includes(RETRACTED_FLAG)) ?? null;
}

interface Complete {
  first: Read;
  firstReport: Report;
  second: Read;
  secondReport: Report;
}

// oxlint-disable-next-line max-params -- what it is made of, when, and what it is called
function pairOf(
  { samplings, study }: PairRows,
  { first, firstReport, second, secondReport }: Complete,
  now: Instant,
  id: PairId,
): ReadPair {
  const drawn = samplings.find((each) => each.sampled && each.secondReadId === second.id);
  return {
    id,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    facilityId: study.facilityId,
    firstReadId: first.id,
    secondReadId: second.id,
    firstReaderId: firstReport.authorId,
    secondReaderId: secondReport.authorId,
    firstGroupId: first.readingGroupId,
    secondGroupId: second.readingGroupId,
    firstTier: first.tier,
    secondTier: second.tier,
    modalityFamily: study.modalityFamily,
    priority: study.priority,
    patientClass: study.patientClass,
    mode: 'blind',
    // A plan reads every study of its class a second time: a chance of one.
    kind: drawn?.kind ?? 'plan',
    sampling: drawn?.basis ?? 'probability',
    probability: drawn === undefined ? 1 : drawn.probability,
    firstConclusion: firstReport.conclusion,
    secondConclusion: secondReport.conclusion,
    difference: compareConclusions(firstReport.conclusion, secondReport.conclusion),
    comparedAt: now,
    grade: null,
    gradedAt: null,
    graderId: null,
    voidedAt: null,
    version: 1,
  };
}

/** That two reads were compared; not how they differ, and not to the first reader, who hears of it once it is graded. */
export function comparedEvent({ reads, study }: Pick<PairRows, 'study' | 'reads'>, pair: ReadPair): DomainEvent {
  const first = reads.filter((read) => read.id === pair.firstReadId).map((read) => ({ ...read, readerId: null }));
  const second = reads.find((read) => read.id === pair.secondReadId);
  return studyEvent('concordance.compared', study, first, { pairId: pair.id, mode: pair.mode }, second);
}

/** The pairs with a report that was withdrawn: they say nothing any more. The same row where nothing changed. */
export function voidPairs(
  pairs: readonly ReadPair[],
  { reads, reports, study }: ReadingRows,
  now: Instant,
): ReadPair[] {
  const rows = { study, reads, reports, pairs, samplings: [] };
  const stands = (id: Read['id']) => reads.some((read) => read.id === id && standingReport(rows, read) !== null);
  return pairs.map((pair) => {
    const void_ = pair.voidedAt === null && !(stands(pair.firstReadId) && stands(pair.secondReadId));
    return void_ ? { ...pair, voidedAt: now, version: pair.version + 1 } : pair;
  });
}
