import type { Provider, Type } from '@nestjs/common';
import { DoorFacility } from './door-facility.js';
import { RetrieveController } from './retrieve.controller.js';
import { RetrieveService } from './retrieve.service.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';
import { StowController } from './stow.controller.js';
import { StowService } from './stow.service.js';

/** For the intake module. */
export const DICOM_WEB_CONTROLLERS: Type[] = [StowController, SearchController, RetrieveController];
export const DICOM_WEB_PROVIDERS: Provider[] = [DoorFacility, RetrieveService, SearchService, StowService];
