import { Correcting } from './correcting.js';
import { HoldAndCancelController } from './hold-and-cancel.controller.js';
import { SeveralStudiesController } from './several-studies.controller.js';
import { SeveralStudies } from './several-studies.js';
import { Identities } from './identities.js';
import { IdentityController } from './identity.controller.js';
import { ResumeHeld } from './resume-held.job.js';

export const CORRECTION_CONTROLLERS = [HoldAndCancelController, IdentityController, SeveralStudiesController];
export const CORRECTION_PROVIDERS = [Correcting, Identities, ResumeHeld, SeveralStudies];
