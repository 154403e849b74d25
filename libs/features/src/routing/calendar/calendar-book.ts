import {
  asksForCalendar,
  calendarDay,
  calendarDayOf,
  localDate,
  type CalendarDay,
  type Closure,
  type Facility,
  type HolidayNames,
  type Instant,
  type PolicyDocument,
  type WorkingDays,
} from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LogTail, systemScope } from '@overread/platform';
import { look } from '../../studies/index.js';
import { ClosureEntity } from './closure.entity.js';
import { publicHolidays, type HolidayLibrary } from './public-holidays.js';

const NO_HOLIDAYS: HolidayNames = new Map();

/** Holidays and own closures, in memory; follows the log. The library of holidays is big, and loaded when a policy asks. */
@Injectable()
export class CalendarBook implements OnApplicationBootstrap {
  private closures: readonly Closure[] = [];
  private library: HolidayLibrary | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.tail.onEvents((events) => {
      if (events.some((event) => event.type === 'calendar.changed')) void this.refresh().catch(() => undefined);
    });
    await this.refresh();
  }

  /** Reads the closures that are in force. Called at start, when the log tells of a change, and after one of our own. */
  async refresh(): Promise<void> {
    const { closures } = await this.database.transaction(systemScope, (tx) =>
      look(tx, { closures: all(ClosureEntity, { retiredAt: null }, { lock: 'none' }) }),
    );
    this.closures = closures;
  }

  /** Gets ready for whoever of them asks for the calendar, before the first study is routed by them. */
  async prepareFor(documents: readonly PolicyDocument[]): Promise<void> {
    if (documents.some(asksForCalendar)) await this.prepare();
  }

  async prepare(): Promise<void> {
    this.library ??= (await import('date-holidays')).default;
  }

  /** The facility's day; undefined while no policy has asked for any. */
  dayOf(facility: Facility, now: Instant): CalendarDay | undefined {
    if (this.library === null) return undefined;
    const year = Number(localDate(now, facility.zone).slice(0, 4));
    const holidays = publicHolidays(this.library, facility, year);
    return calendarDay(facility, { holidays, closures: this.closures }, now);
  }

  /** Where the working days of a facility are asked for: its public holidays and closures are none. */
  async workingDaysAt(facility: Facility): Promise<WorkingDays> {
    await this.prepare();
    const { library, closures } = this;
    const { zone } = facility;
    const isDayOff = (day: string): boolean => {
      const holidays = library ? publicHolidays(library, facility, Number(day.slice(0, 4))) : NO_HOLIDAYS;
      const { holidayName, closureName } = calendarDayOf(facility, { holidays, closures }, day);
      return holidayName !== null || closureName !== null;
    };
    return { zone, isDayOff };
  }

  /** Public holidays of a facility's place in a year, and its closures that touch it. */
  async yearOf(facility: Facility, year: number): Promise<{ holidays: HolidayNames; closures: Closure[] }> {
    await this.prepare();
    const closures = this.closures.filter(
      ({ healthSystemId, facilityId, firstDay, lastDay }) =>
        healthSystemId === facility.healthSystemId &&
        (facilityId === null || facilityId === facility.id) &&
        firstDay <= `${year}-12-31` &&
        lastDay >= `${year}-01-01`,
    );
    return { holidays: this.library ? publicHolidays(this.library, facility, year) : NO_HOLIDAYS, closures };
  }
}
