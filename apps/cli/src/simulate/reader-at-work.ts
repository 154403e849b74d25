import { isSecondRead } from '@overread/domain';
import type { Client, ReadWithStudy } from '@overread/wire';
import type { DemoUser } from '../demo/load-demo.js';
import type { Chance } from '@overread/domain';
import { pause } from './pause.js';
import {
  conclusionOf,
  DECLINE_REASONS,
  DECLINE_SHARE,
  gradeOf,
  OFFERED_SHARE,
  outcomeOf,
  readingMinutes,
  reportOf,
  truthOf,
} from './reading-habits.js';
import type { Tally } from './tally.js';

export interface Shift {
  seed: string;
  /** Simulated minutes in a minute. */
  speed: number;
  /** Between two questions for work while there is none. */
  idleMs: number;
  signal: AbortSignal;
  tally: Tally;
}

/** One reader: signs on at home, takes what is next or accepts what is offered, reads it, signs it, until told to stop; then signs off. */
export class ReaderAtWork {
  private readonly mode: 'push' | 'pull';

  constructor(
    private readonly user: DemoUser,
    private readonly client: Client,
    private readonly chance: Chance,
    private readonly shift: Shift,
  ) {
    this.mode = chance.happens(OFFERED_SHARE) ? 'push' : 'pull';
  }

  /** What is held at the end goes back to the queue as the session ends, as old as it was. */
  async work(): Promise<void> {
    const { signal, tally } = this.shift;
    const session = await this.attempt(() => this.signOn());
    if (session === null) return;
    tally.readers += 1;
    while (!signal.aborted) {
      const busy = await this.attempt(() => this.readOne());
      if (!busy) await pause(this.shift.idleMs * (0.5 + this.chance.next()), signal);
    }
    await this.attempt(() => this.client.work.signOff(session.id));
  }

  private signOn() {
    const { country = '', subdivision = null, zone = '', readingGroup } = this.user;
    return this.client.work.signOn({ country, subdivision, zone, readingGroup, mode: this.mode });
  }

  /** Whether there was something to read. */
  private async readOne(): Promise<boolean> {
    const taken = this.mode === 'push' ? await this.acceptOffer() : await this.takeNext();
    if (taken === null) return false;
    const { signal, speed } = this.shift;
    const { id } = taken.read;
    try {
      await this.client.reads.open(id, {});
      await this.client.reads.imagesOpened(id, { viewer: 'simulator', instances: taken.study.images.instances });
      await pause((readingMinutes(this.chance, taken.study, taken.read) * 60_000) / speed, signal);
      // Who is told to stop leaves nothing open behind: it goes back to the queue, as old as it was.
      await (signal.aborted ? this.client.reads.release(id, { reason: 'the day is over' }) : this.sign(taken));
    } catch (error) {
      this.shift.tally.refused(error);
      await this.attempt(() => this.client.reads.release(id, { reason: 'could not be read' }));
    }
    return true;
  }

  private async takeNext(): Promise<ReadWithStudy | null> {
    if (this.chance.happens(DECLINE_SHARE)) await this.decline('next-up');
    return this.client.work.next();
  }

  private async acceptOffer(): Promise<ReadWithStudy | null> {
    if (this.chance.happens(DECLINE_SHARE)) await this.decline('mine');
    const { items } = await this.client.work.worklist({ filter: 'mine' });
    const offer = items.find(({ state }) => state === 'assigned');
    if (!offer) return null;
    const read = await this.client.reads.accept(offer.readId, {});
    return { read, study: await this.client.studies.get(offer.studyId) };
  }

  private async sign({ read, study }: ReadWithStudy): Promise<void> {
    const truth = truthOf(this.shift.seed, study);
    if (read.purpose === 'adjudication') await this.adjudicate(read.id, truth);
    else {
      const conclusion = conclusionOf(this.chance, truth, { family: study.modalityFamily, issues: read.issues });
      const report = reportOf(study, conclusion);
      if (read.purpose === 'addendum') await this.client.reads.addendum(read.id, report);
      else if (read.issues === 'preliminary') await this.client.reads.preliminary(read.id, report);
      else await this.client.reads.final(read.id, report);
    }
    this.shift.tally.signedOff(read);
    if (isSecondRead(read)) await this.grade(read.id);
  }

  /** What the reader has read as second, once there is a first to hold it against. */
  private async grade(id: string): Promise<void> {
    const pairs = await this.attempt(() => this.client.quality.pairs({ graded: 'false', limit: 20 }));
    if (!pairs?.items.some(({ own, secondReadId }) => own === 'second' && secondReadId === id)) return;
    const { first, second } = await this.client.reads.comparison(id);
    await this.client.reads.grade(id, gradeOf(this.chance, first, second));
    this.shift.tally.graded += 1;
  }

  private async adjudicate(id: string, truth: ReturnType<typeof truthOf>): Promise<void> {
    const { first, second } = await this.client.reads.comparison(id);
    await this.client.reads.adjudicate(id, outcomeOf(truth, first, second));
  }

  private async decline(place: 'mine' | 'next-up'): Promise<void> {
    const { items } = await this.client.work.worklist({ filter: place });
    const next = items.find(({ state }) => state !== 'in-progress');
    if (!next) return;
    await this.client.reads.decline(next.readId, { code: this.chance.pick(DECLINE_REASONS) });
    this.shift.tally.declined += 1;
  }

  /** Others work here too: that the server refuses something is part of the day. */
  private async attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      this.shift.tally.refused(error);
      return null;
    }
  }
}
