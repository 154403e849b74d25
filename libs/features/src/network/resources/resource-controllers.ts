import { facilities, healthSystems, readingGroups } from './organizations.js';
import { licences, privileges, readers } from './readers.js';
import { controllerOf } from './resource-controller.js';
import { agreements, contracts, serviceLevels } from './terms.js';

export const RESOURCE_CONTROLLERS = [
  controllerOf(healthSystems),
  controllerOf(facilities),
  controllerOf(readingGroups),
  controllerOf(readers),
  controllerOf(licences),
  controllerOf(privileges),
  controllerOf(agreements),
  controllerOf(contracts),
  controllerOf(serviceLevels),
];
