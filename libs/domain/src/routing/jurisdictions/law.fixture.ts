import { asId } from '../../core/ids.js';
import type { JurisdictionRule } from './jurisdiction-rule.js';

/** In force in Great Britain since ever, as known since ever. */
export const law = (changes: Partial<JurisdictionRule> = {}): JurisdictionRule => ({
  id: asId('law-1'),
  number: 1,
  country: 'GB',
  subdivision: null,
  rule: 'finaliserMustBePreliminaryReader',
  parameters: {},
  source: 'RCR 2016',
  sourceUrl: null,
  validFrom: '2016-12-01',
  validUntil: null,
  reason: 'first',
  recordedAt: new Date('2016-12-01T00:00:00Z'),
  recordedBy: 'system',
  supersededAt: null,
  ...changes,
});
