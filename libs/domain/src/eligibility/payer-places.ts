import type { Instant } from '../core/instant.js';
import { inForce, type Period } from '../core/period.js';
import { legalCountry, US_COUNTRIES } from '../network/legal-space.js';

/** Where a payer lets a read take place. Dated data of an administrator; a payer without a row allows any place. */
export interface PayerPlace extends Period {
  /** Country of the facility; the US stands for its whole set. */
  country: string;
  /** Limits the row to facilities of one subdivision. */
  subdivision: string | null;
  payers: readonly string[];
  /** Countries inside which anything may be read. */
  inside: readonly string[];
  /** What may be read elsewhere: only results that are not billed and not final, or nothing. */
  elsewhere: 'unbilled-not-final' | 'nothing';
  source: string;
}

const since = (validFrom: string): Period => ({ validFrom: new Date(validFrom), validUntil: null });

/** The more particular row comes first. Sources: domain facts 2. */
export const DEFAULT_PAYER_PLACES: readonly PayerPlace[] = [
  {
    country: 'US',
    subdivision: 'US-TX',
    payers: ['medicaid'],
    inside: US_COUNTRIES,
    elsewhere: 'nothing',
    source: 'Texas Medicaid bars work and remote access from abroad',
    ...since('2010-01-01T00:00:00Z'),
  },
  {
    country: 'US',
    subdivision: null,
    payers: ['medicare', 'medicaid'],
    inside: US_COUNTRIES,
    elsewhere: 'unbilled-not-final',
    source: 'CMS Transmittal 66 (CR 5427); Affordable Care Act for Medicaid',
    ...since('2006-11-13T00:00:00Z'),
  },
  {
    country: 'AU',
    subdivision: null,
    payers: ['medicare'],
    inside: ['AU'],
    elsewhere: 'unbilled-not-final',
    source: 'Medicare benefit needs a service rendered in Australia',
    validFrom: null,
    validUntil: null,
  },
];

/** The row that governs a payer at a facility, null when the payer allows any place; `unknown` for an unnamed payer. */
export function payerPlaceOf(
  payer: string | null,
  facility: { country: string; subdivision: string | null },
  at: Instant,
  places: readonly PayerPlace[],
): PayerPlace | 'unknown' | null {
  const country = legalCountry(facility.country);
  const rows = places.filter(
    (row) =>
      inForce(row, at) &&
      row.country === country &&
      (row.subdivision === null || row.subdivision === facility.subdivision),
  );
  if (payer === null) return rows.length > 0 ? 'unknown' : null;
  return rows.find((row) => row.payers.includes(payer.toLowerCase())) ?? null;
}
