import { DomainError, type JsonObject, type Principal, type ReadingGroupId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, newId } from '@overread/platform';
import type { AppliedRemedy, CapacityForecast } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { AppliedRemedyEntity } from '../forecast/applied-remedy.entity.js';
import { BreachChances } from '../forecast/breach-chances.js';
import { LadderService } from '../levers/ladder.service.js';
import { CapacityForecaster, type PlayedHours } from './capacity-forecaster.js';
import { forecastAnswer } from './forecast-answer.js';

export interface AskedForecast {
  /** Null is the whole network. */
  readingGroupId: ReadingGroupId | null;
  hours: number;
}

export interface AskedRemedy extends AskedForecast {
  /** The group to open to. */
  id: ReadingGroupId;
  reason: string;
}

const MOST_OPENED = 500;

/** The forecast as somebody is shown it, and the remedies in it. */
@Injectable()
export class RemediesService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly forecaster: CapacityForecaster,
    private readonly chances: BreachChances,
    private readonly ladder: LadderService,
  ) {}

  async forecast(asked: AskedForecast): Promise<CapacityForecast> {
    await this.chances.fresh();
    return this.shown(await this.forecaster.hours(asked.hours), asked);
  }

  /** Opens, through the rule of ladder steps, what the remedy is for as things stand now; and plays it again. */
  async apply(principal: Principal, { id, reason, ...asked }: AskedRemedy): Promise<AppliedRemedy> {
    const before = await this.forecaster.hours(asked.hours, true);
    const shown = this.shown(before, asked);
    const remedy = before.remedies.find(({ readingGroupId }) => readingGroupId === id);
    if (!remedy || !shown.remedies.some((each) => each.id === id)) {
      throw new DomainError('conflict', 'forecast/no-such-remedy', 'Opening this group would save nothing any more');
    }
    const everything = { modalityFamilies: [], priorities: [], limit: MOST_OPENED };
    const opening = { ...everything, readingGroup: id, readIds: remedy.readIds, reason };
    const opened = await this.ladder.openToGroup(principal, opening);
    const after = this.shown(await this.forecaster.hours(asked.hours, true), asked);
    const answer = {
      opened,
      expectedToSave: remedy.saves,
      missesBefore: shown.waitingMisses + shown.arrivalMisses,
      missesAfter: after.waitingMisses + after.arrivalMisses,
    };
    await this.keep(principal, { id, reason, ...asked }, answer);
    return answer;
  }

  private shown(played: PlayedHours, { readingGroupId }: AskedForecast): CapacityForecast {
    const { facilities } = this.directory.snapshot();
    return forecastAnswer(played, {
      readingGroupId,
      facilityCode: (id) => facilities.get(id as never)?.code ?? '',
      chanceOf: this.chances.chanceOf.bind(this.chances),
    });
  }

  /** What was expected of it and what the forecast said afterwards; each opened step has its own event. */
  private keep(
    principal: Principal,
    { id, reason, readingGroupId }: AskedRemedy,
    answer: AppliedRemedy,
  ): Promise<void> {
    const { opened, ...figures } = answer;
    const facts: JsonObject = { kind: 'open-group', reason, ...figures, readIds: opened.map(({ readId }) => readId) };
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const applied = { id: newId(), remedy: id, readingGroupId, appliedAt: await tx.now(), appliedBy: principal.id };
      await tx.add(AppliedRemedyEntity, { ...applied, facts });
    });
  }
}
