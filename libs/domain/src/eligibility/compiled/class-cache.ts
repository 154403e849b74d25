import type { HealthSystemId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Facility, HealthSystem } from '../../network/network.js';
import type { ReadFacts, Relations } from '../facts.js';
import type { HardRules } from '../hard-rules.js';
import type { CompiledReaders } from './compiled-readers.js';
import { ruleTests } from './rule-tests.js';
import { StandingJudge } from './standing-judge.js';
import { StudyClass } from './study-class.js';

/** About 25 kB each at 10,000 readers. */
const MOST_CLASSES = 4096;
/** Past so many changed readers it is cheaper to compile the class again than to ask each. */
const MOST_RENEWALS = 256;

interface Cached {
  study: StudyClass;
  healthSystemId: HealthSystemId;
  /** Of the log of changed readers: how far the class has followed it. */
  followed: number;
  shape: number;
}

/** The static answers by class of studies, each brought up to date when it is asked for. */
export class ClassCache {
  private readonly classes = new Map<string, Cached>();
  /** The latest readers that changed; `dropped` went before them. */
  private changed: number[] = [];
  private dropped = 0;

  constructor(
    private readonly readers: CompiledReaders,
    private readonly rules: HardRules,
  ) {}

  readerChanged(slot: number): void {
    this.changed.push(slot);
    if (this.changed.length <= 2 * MOST_RENEWALS) return;
    this.changed = this.changed.slice(MOST_RENEWALS);
    this.dropped += MOST_RENEWALS;
  }

  relationsChanged(id: HealthSystemId): void {
    for (const [key, each] of this.classes) if (each.healthSystemId === id) this.classes.delete(key);
  }

  of(read: ReadFacts, stage: 'plan' | 'offer', standing: { relations: Relations; now: Instant }): StudyClass {
    const key = classKey(read, stage);
    const known = this.classes.get(key);
    if (known && this.follow(known)) return known.study;
    const study = this.compile(read, stage, standing);
    this.keep(key, {
      study,
      healthSystemId: read.healthSystem.id,
      followed: this.logged,
      shape: this.readers.values.shape,
    });
    return study;
  }

  /** Brings every class up to date now, so that whoever asks next need not wait for it. */
  catchUp(): void {
    for (const known of this.classes.values()) this.follow(known);
  }

  private get logged(): number {
    return this.dropped + this.changed.length;
  }

  /** False when the class is to be compiled again. */
  private follow(known: Cached): boolean {
    const missed = this.logged - known.followed;
    if (known.shape !== this.readers.values.shape || missed > MOST_RENEWALS) return false;
    for (let at = this.changed.length - missed; at < this.changed.length; at += 1)
      known.study.renew(this.changed[at] as number);
    known.followed = this.logged;
    return true;
  }

  private keep(key: string, cached: Cached): void {
    this.classes.delete(key);
    const [oldest] = this.classes.keys();
    if (oldest !== undefined && this.classes.size >= MOST_CLASSES) this.classes.delete(oldest);
    this.classes.set(key, cached);
  }

  private compile(
    read: ReadFacts,
    stage: 'plan' | 'offer',
    standing: { relations: Relations; now: Instant },
  ): StudyClass {
    const { values, standings, words } = this.readers;
    const judge = new StandingJudge({ ...standing, read, stage }, this.rules);
    return new StudyClass(
      { read, stage, tests: ruleTests(read, standing, this.rules, values), judge, standings },
      words,
    );
  }
}

const joined = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '\0').join('\n');

/** Facilities and health systems are the same objects for as long as nobody edits them. */
const facilityKeys = new WeakMap<Facility, string>();
const healthSystemKeys = new WeakMap<HealthSystem, string>();

/**
 * Studies with one key have one static answer: all that the rules look at but who read it, how long it takes and, where
 * only the urgent cap looks at it, nothing of the patient.
 */
function classKey(read: ReadFacts, stage: 'plan' | 'offer'): string {
  return joined(
    stage,
    keyOf(facilityKeys, read.facility, facilityKey),
    keyOf(healthSystemKeys, read.healthSystem, healthSystemKey),
    read.issues,
    read.billable ? 'billable' : '',
    read.modalities.join('\\'),
    read.modalityFamily,
    read.subspecialty,
    read.priority,
    read.payer,
    read.reportLanguage,
  );
}

function keyOf<Row extends object>(known: WeakMap<Row, string>, row: Row, make: (row: Row) => string): string {
  const found = known.get(row) ?? make(row);
  known.set(row, found);
  return found;
}

const facilityKey = ({ id, healthSystemId, country, subdivision, kind }: Facility): string =>
  joined(id, healthSystemId, country, subdivision, kind);

const healthSystemKey = ({ id, deniedCountries }: HealthSystem): string => joined(id, ...deniedCountries);
