import type { Period } from '@overread/domain';

const instantOf = (text: string | null | undefined) => (text ? new Date(text) : null);

/** The validity that a body names. */
export const periodOf = (body: {
  validFrom?: string | null | undefined;
  validUntil?: string | null | undefined;
}): Period => ({ validFrom: instantOf(body.validFrom), validUntil: instantOf(body.validUntil) });
