/** A promise that does not hold: of what, and the facts. */
export interface Violation {
  /** Stable: made for programs. */
  code: string;
  /** A study's id, an image's place, an Idempotency-Key. */
  subject: string;
  fact: string;
}

export const violation = (code: string, subject: string, fact: string): Violation => ({ code, subject, fact });
