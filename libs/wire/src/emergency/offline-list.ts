import { PRIORITIES, STUDY_STATES } from '@overread/domain';
import { z } from 'zod';
import { id, instant } from '../common.js';

/** Everything a site needs on paper when it or the network is offline: whom to call, where to send, what is open. */
export const offlineList = z
  .object({
    facility: z.object({
      id,
      code: z.string(),
      name: z.string(),
      zone: z.string(),
      phone: z.string().nullable(),
      /** Where studies go while the network cannot be reached. */
      standbyRoute: z.string().nullable(),
      callTree: z.array(
        z.object({ role: z.string(), name: z.string().nullable(), phone: z.string(), onDuty: z.boolean() }),
      ),
    }),
    generatedAt: instant,
    /** More were open than fit on the list. */
    cut: z.boolean(),
    studies: z.array(
      z.object({
        studyId: id,
        accessionNumber: z.string().nullable(),
        patient: z.object({ id: z.string(), name: z.string().nullable(), birthDate: z.string().nullable() }),
        description: z.string().nullable(),
        modalities: z.array(z.string()),
        priority: z.enum(PRIORITIES),
        protocol: z.string().nullable(),
        state: z.enum(STUDY_STATES),
        receivedAt: instant,
        dueAt: instant.nullable(),
        /** Who reads it now. */
        reader: z.string().nullable(),
        requester: z.object({ name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
        /** Who of the site has it back. */
        handedBackTo: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'OfflineList' });
export type OfflineList = z.infer<typeof offlineList>;

export const offlineListQuery = z.object({ format: z.enum(['json', 'html']).optional() });
