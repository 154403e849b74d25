import { DomainError, type ErrorKind } from '@overread/domain';

interface Mapped {
  kind: ErrorKind;
  code: string;
  message: string;
}
const mapped = new Map<string, Mapped>();

/**
 * Says what a violation of a named constraint or unique index means to the caller. A name is mapped once; the feature
 * that owns the table does it beside its entity.
 */
export function mapConstraint(name: string, kind: ErrorKind, code: string, message: string): void {
  mapped.set(name, { kind, code, message });
}

export function errorOfConstraint(name: string): DomainError | null {
  const known = mapped.get(name);
  return known ? new DomainError(known.kind, known.code, known.message) : null;
}
