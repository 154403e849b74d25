import type { ActivePolicy } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { NewWhatIf } from '@overread/wire';
import type { Days } from './days.js';
import { RecordedDaysService } from './recorded-days.js';
import { SyntheticDaysService } from './synthetic-days.js';

/** The day that a run plays: one that was, or one that is made up. */
@Injectable()
export class WhatIfDays {
  constructor(
    private readonly recorded: RecordedDaysService,
    private readonly synthetic: SyntheticDaysService,
  ) {}

  load(asked: NewWhatIf, policy: ActivePolicy | null): Promise<Days> {
    return (asked.synthetic ? this.synthetic : this.recorded).load(asked, policy);
  }
}
