import type { CalendarDay, Facility, Instant, ModalityFamily, PolicyDocument, QueueLoad } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { CalendarBook } from './calendar/calendar-book.js';
import { LoadBook } from './load/load-book.js';

/** What routing is told beside the study, where a policy asks for it: the facility's day, and how the queue stands. */
@Injectable()
export class Circumstances {
  constructor(
    private readonly calendar: CalendarBook,
    private readonly load: LoadBook,
  ) {}

  /** Sees to it that what these documents ask for is known when this returns. */
  async prepareFor(documents: readonly PolicyDocument[]): Promise<void> {
    await this.calendar.prepareFor(documents);
    await this.load.prepareFor(documents);
  }

  /** As things stand now. */
  now(facility: Facility, family: ModalityFamily, now: Instant): Told {
    return { day: this.calendar.dayOf(facility, now), load: this.load.loadOf(family) };
  }

  /** As they were or will be on another day: the calendar knows, the queue is not remembered. */
  async on(facility: Facility, at: Instant): Promise<Told> {
    await this.calendar.prepare();
    return { day: this.calendar.dayOf(facility, at), load: undefined };
  }
}

interface Told {
  day: CalendarDay | undefined;
  load: QueueLoad | undefined;
}
