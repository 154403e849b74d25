import {
  inPool,
  type FailedRule,
  type Instant,
  type Pool,
  type PoolMember,
  type ReaderFacts,
  type ReadFacts,
  type Stage,
} from '@overread/domain';
import type { DirectorySnapshot } from '../../network/index.js';
import type { OpenWork } from './open-work.queries.js';
import { memberOf, type PersonAhead } from './people-ahead.js';

/** What asks the hard rules: `EligibilityService.failed`. */
export type AskRules = (read: ReadFacts, reader: ReaderFacts, stage: Stage, now: Instant) => readonly FailedRule[];

/** Reads of this many kinds ask the rules of everybody; the others are like one of them. */
interface Kind {
  /** Places in the list of people of those who pass every hard rule. */
  passing: number[];
  members: PoolMember[];
}

/**
 * Who may take a read, by hard rules and pools. Reads of the same facility, modalities, level and so on have the same
 * answer, which is worked out once; who declined, or must not read it twice, is left out read by read.
 */
export class EligiblePeople {
  private readonly kinds = new Map<string, Kind>();
  private readonly pools = new Map<string, number[]>();

  constructor(
    private readonly people: readonly PersonAhead[],
    private readonly directory: DirectorySnapshot,
    private readonly ask: AskRules,
    private readonly now: Instant,
  ) {}

  /** `pools` are those that count as open. */
  of(work: OpenWork, pools: readonly Pool[]): number[] {
    const key = kindOf(work);
    const poolKey = `${key} ${JSON.stringify(pools)}`;
    let eligible = this.pools.get(poolKey);
    if (!eligible) {
      const { passing, members } = this.kind(key, work);
      eligible = passing.filter((_, index) => pools.some((pool) => members[index] && inPool(pool, members[index])));
      this.pools.set(poolKey, eligible);
    }
    const barred = this.barredFrom(work);
    return barred.size === 0 ? eligible : eligible.filter((index) => !barred.has(this.readerAt(index)));
  }

  private kind(key: string, work: OpenWork): Kind {
    const known = this.kinds.get(key);
    if (known) return known;
    const facts = factsOf(work, this.directory);
    const kind: Kind = { passing: [], members: [] };
    for (const [index, person] of this.people.entries()) {
      if (!facts || this.ask(facts, person.facts, person.stage, this.now).length > 0) continue;
      kind.passing.push(index);
      kind.members.push(memberOf(person, facts.facility, this.now));
    }
    this.kinds.set(key, kind);
    return kind;
  }

  private barredFrom({ read, others }: OpenWork): ReadonlySet<string> {
    const apart = read.independent || read.purpose !== 'primary';
    const readers = apart ? others.flatMap(({ readerId }) => readerId ?? []) : [];
    return new Set<string>([...read.declinedBy, ...readers]);
  }

  private readerAt(index: number): string {
    return this.people[index]?.facts.reader.id ?? '';
  }
}

const kindOf = ({ read, study }: OpenWork): string =>
  [
    study.facilityId,
    study.modalities.join('+'),
    study.subspecialty,
    study.priority,
    study.patientClass,
    study.payer,
    study.reportLanguage,
    read.purpose,
    read.issues,
    read.independent,
    read.billable,
  ].join('|');

function factsOf({ read, study }: OpenWork, directory: DirectorySnapshot): ReadFacts | null {
  const facility = directory.facilities.get(study.facilityId);
  const healthSystem = directory.healthSystems.get(study.healthSystemId);
  if (!facility || !healthSystem) return null;
  const { modalities, modalityFamily, subspecialty, priority, patientClass, payer, reportLanguage } = study;
  const { purpose, issues, independent, billable, expectedMinutes } = read;
  const asRead = { readId: read.id, purpose, issues, independent, billable, expectedMinutes };
  const asStudy = { modalities, modalityFamily, subspecialty, priority, patientClass, payer, reportLanguage };
  return { ...asRead, ...asStudy, facility, healthSystem, otherReads: [] };
}
