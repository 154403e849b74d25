import { RULE_CODES } from '@overread/domain';
import { z } from 'zod';
import { id, instant } from '../common.js';

const codes = z.array(z.enum(RULE_CODES));

/** An assignment that was refused because two checks of who may read did not agree: which rules each of them said fail. */
export const disagreement = z
  .object({
    id,
    at: instant,
    studyId: id,
    readId: id,
    reader: z.object({ id, name: z.string() }),
    facility: z.string(),
    stage: z.string(),
    /** `memory`: it was behind the rows. `rules`: the two implementations differ on the same rows, a defect. */
    cause: z.enum(['memory', 'rules']),
    memorySaid: codes,
    /** The first implementation, asked once more of the rows as they were. */
    rowsSaid: codes,
    databaseSaid: codes,
  })
  .meta({ id: 'EligibilityDisagreement' });
export type EligibilityDisagreement = z.infer<typeof disagreement>;
