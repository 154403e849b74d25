import { demand, DomainError, localDate, type JsonObject, type Principal, type ReadingGroupId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, newId } from '@overread/platform';
import type { AppliedRemedy, CapacityForecast } from '@overread/wire';
import { NetworkDirectory, RosterMovesService } from '../../network/index.js';
import { AppliedRemedyEntity } from '../forecast/applied-remedy.entity.js';
import { BreachChances } from '../forecast/breach-chances.js';
import { LadderService } from '../levers/ladder.service.js';
import { CapacityForecaster, type HoursAsked, type PlayedHours } from './capacity-forecaster.js';
import { forecastAnswer } from './forecast-answer.js';
import type { CallInReader, OpenGroup, Remedy } from './weigh-remedies.js';

export interface AskedForecast extends HoursAsked {
  /** Null is the whole network. */
  readingGroupId: ReadingGroupId | null;
}

export interface AskedRemedy extends AskedForecast {
  /** The group to open to, or the on-call shift. */
  id: string;
  reason: string;
}

type Done = Pick<AppliedRemedy, 'opened' | 'calledIn'>;

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
    private readonly moves: RosterMovesService,
  ) {}

  async forecast(asked: AskedForecast): Promise<CapacityForecast> {
    await this.chances.fresh();
    return this.shown(await this.forecaster.hours(asked), asked);
  }

  /** Does, through the rule of ladder steps or of call-ins, what the remedy is for as things stand now; and plays it again. */
  async apply(principal: Principal, { id, reason, ...asked }: AskedRemedy): Promise<AppliedRemedy> {
    demand(principal, 'move-ladder');
    const before = await this.forecaster.hours(asked, true);
    const shown = this.shown(before, asked);
    const remedy = before.remedies.find((each) => each.id === id);
    if (!remedy || !shown.remedies.some((each) => each.id === id)) {
      throw new DomainError('conflict', 'forecast/no-such-remedy', 'It would save nothing any more');
    }
    const done =
      remedy.kind === 'open-group'
        ? await this.open(principal, remedy, reason)
        : await this.callIn(principal, remedy, reason);
    const after = this.shown(await this.forecaster.hours(asked, true), asked);
    const answer = {
      ...done,
      expectedToSave: remedy.saves,
      missesBefore: shown.waitingMisses + shown.arrivalMisses,
      missesAfter: after.waitingMisses + after.arrivalMisses,
    };
    await this.keep(principal, { remedy, reason, readingGroupId: asked.readingGroupId }, answer);
    return answer;
  }

  private async open(principal: Principal, { readingGroupId, readIds }: OpenGroup, reason: string): Promise<Done> {
    const everything = { modalityFamilies: [], priorities: [], limit: MOST_OPENED };
    const opening = { ...everything, readingGroup: readingGroupId, readIds, reason };
    return { opened: await this.ladder.openToGroup(principal, opening), calledIn: null };
  }

  private async callIn(principal: Principal, { shift, name }: CallInReader, reason: string): Promise<Done> {
    const { readingGroupId, readerId, startsAt } = shift;
    const zone = this.directory.snapshot().groups.get(readingGroupId)?.zone ?? 'UTC';
    const key = { readingGroupId, date: localDate(startsAt, zone) };
    const { body } = await this.moves.callIn(principal, key, { shiftId: shift.id, reason }, null);
    return { opened: [], calledIn: { moveId: body.id, readerId, name, warnings: body.warnings } };
  }

  private shown(played: PlayedHours, { readingGroupId }: AskedForecast): CapacityForecast {
    const { facilities } = this.directory.snapshot();
    return forecastAnswer(played, {
      readingGroupId,
      facilityCode: (id) => facilities.get(id as never)?.code ?? '',
      chanceOf: this.chances.chanceOf.bind(this.chances),
    });
  }

  /** What was expected of it and what the forecast said afterwards; each opened step, and the call-in, has its own event. */
  private keep(
    principal: Principal,
    { remedy, reason, readingGroupId }: Pick<AskedRemedy, 'reason' | 'readingGroupId'> & { remedy: Remedy },
    answer: AppliedRemedy,
  ): Promise<void> {
    const { opened, calledIn, ...figures } = answer;
    const did = { readIds: opened.map(({ readId }) => readId), moveId: calledIn?.moveId ?? null };
    const facts: JsonObject = { kind: remedy.kind, reason, ...figures, ...did };
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const applied = {
        id: newId(),
        remedy: remedy.id,
        readingGroupId,
        appliedAt: await tx.now(),
        appliedBy: principal.id,
      };
      await tx.add(AppliedRemedyEntity, { ...applied, facts });
    });
  }
}
