import { DomainError, type Period } from '@overread/domain';

/** The validity that a body names; what ends before it begins is refused. */
export function periodOf(body: {
  validFrom?: string | null | undefined;
  validUntil?: string | null | undefined;
}): Period {
  const validFrom = body.validFrom ? new Date(body.validFrom) : null;
  const validUntil = body.validUntil ? new Date(body.validUntil) : null;
  if (validFrom === null || validUntil === null || validFrom < validUntil) return { validFrom, validUntil };
  throw new DomainError('invalid', 'request/invalid', 'the body breaks a rule', {
    errors: [{ path: 'validUntil', code: 'too-early', message: 'must come after validFrom' }],
  });
}
