import type { FieldError } from './domain-error.js';

/** Collects broken rules with their paths, all of them together. */
export class FieldChecks {
  readonly errors: FieldError[] = [];

  fail(path: string, code: string, message: string): void {
    this.errors.push({ path, code, message });
  }

  /** Text of 1 to `max` characters without control characters; absent is fine unless `required`. */
  text(path: string, value: unknown, max: number, required = false): void {
    const missing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
    if (missing) {
      if (required) this.fail(path, 'required', `${path} is required`);
      return;
    }
    if (typeof value !== 'string') return this.fail(path, 'type', `${path} is not text`);
    if (value.length > max) this.fail(path, 'too-long', `${path} is longer than ${max} characters`);
    // Tab and line breaks belong to text; other control characters break HL7 and PostgreSQL.
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(value)) {
      this.fail(path, 'control-character', `${path} holds a control character`);
    }
  }

  oneOf(path: string, value: unknown, allowed: readonly string[]): void {
    if (value === undefined || value === null) return;
    if (typeof value === 'string' && allowed.includes(value)) return;
    this.fail(path, 'unknown-value', `${path} is none of ${allowed.join(', ')}`);
  }

  /** A whole number from 0 to `max`. */
  count(path: string, value: unknown, max: number): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
      this.fail(path, 'not-a-count', `${path} is no whole number from 0 to ${max}`);
    }
  }

  /** A DICOM UID: digits and dots, at most 64 characters. Leading zeros of a component occur and are kept verbatim. */
  uid(path: string, value: unknown): void {
    if (value === undefined || value === null) return;
    const valid = typeof value === 'string' && value.length <= 64 && /^\d+(\.\d+)*$/.test(value);
    if (!valid) this.fail(path, 'not-a-uid', `${path} is no UID of digits and dots, at most 64 characters`);
  }

  pattern(path: string, value: unknown, pattern: RegExp, what: string): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string' || !pattern.test(value)) this.fail(path, 'malformed', `${path} is no ${what}`);
  }
}
