import { AppliedRemedyEntity } from './applied-remedy.entity.js';
import { ArrivalProfileEntity } from './arrival-profile.entity.js';
import { BreachCalibrationEntity } from './breach-calibration.entity.js';
import { BreachForecastEntity } from './breach-forecast.entity.js';

export const FORECAST_ENTITIES = [
  AppliedRemedyEntity,
  ArrivalProfileEntity,
  BreachCalibrationEntity,
  BreachForecastEntity,
] as const;
