import { CANCEL_REASONS, PAUSE_REASONS, REOPEN_REASONS } from '@overread/domain';
import { z } from 'zod';
import { instant, text } from './common.js';

const note = text(500).nullish();

/** `until`: when it resumes by itself; absent is the default of the reason, and each reason has a limit. */
export const holdBody = z.object({ reason: z.enum(PAUSE_REASONS), note, until: instant.nullish() });
export const resumeBody = z.object({ note });
export const cancelBody = z.object({ reason: z.enum(CANCEL_REASONS), note });
export const reopenBody = z.object({ reason: z.enum(REOPEN_REASONS), note });
