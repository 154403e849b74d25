import {
  asksForStatShare,
  type CalendarDay,
  type Facility,
  type Instant,
  type ModalityFamily,
  type PolicyDocument,
  type QueueLoad,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { CalendarBook } from './calendar/calendar-book.js';
import { LoadBook } from './load/load-book.js';
import { StatShareBook } from './load/stat-share-book.js';

/** What routing is told beside the study, where a policy asks for it: the facility's day, how the queue stands, its share of STAT. */
@Injectable()
export class Circumstances {
  constructor(
    private readonly calendar: CalendarBook,
    private readonly load: LoadBook,
    private readonly statShares: StatShareBook,
  ) {}

  /** Sees to it that what these documents ask for is known when this returns. */
  async prepareFor(documents: readonly PolicyDocument[]): Promise<void> {
    await this.calendar.prepareFor(documents);
    await this.load.prepareFor(documents);
    await this.statShares.prepareFor(documents);
  }

  /** As things stand now. */
  now(facility: Facility, family: ModalityFamily, now: Instant): Told {
    return {
      day: this.calendar.dayOf(facility, now),
      load: this.load.loadOf(family),
      siteStatShare: this.statShares.shareOf(facility.id, now),
    };
  }

  /**
   * As they were on another day, as far as one of these documents asks: the calendar knows, shares can be counted (of all
   * that came in the week before), the queue is not remembered.
   */
  async on(facility: Facility, at: Instant, documents: readonly PolicyDocument[]): Promise<Told> {
    const asked = documents.some(asksForStatShare);
    await this.calendar.prepareFor(documents);
    const siteStatShare = asked ? await this.statShares.shareAt(facility.id, at) : undefined;
    return { day: this.calendar.dayOf(facility, at), load: undefined, siteStatShare };
  }
}

interface Told {
  day: CalendarDay | undefined;
  load: QueueLoad | undefined;
  siteStatShare: number | undefined;
}
