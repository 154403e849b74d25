import { Correcting } from './correcting.js';
import { HoldAndCancelController } from './hold-and-cancel.controller.js';
import { ResumeHeld } from './resume-held.job.js';

export const CORRECTION_CONTROLLERS = [HoldAndCancelController];
export const CORRECTION_PROVIDERS = [Correcting, ResumeHeld];
