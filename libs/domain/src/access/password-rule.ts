import { DomainError, type FieldError } from '../core/domain-error.js';

/** NIST SP 800-63B: length is what counts; no rules of composition, no forced change. */
export const PASSWORD_LIMITS = { least: 12, most: 1024, leastDistinct: 5 } as const;

const COMMON = ['password', 'qwertyuiop', 'letmein', 'iloveyou', 'changeme', 'welcome', 'overread', '1234567890'];

/**
 * What is wrong with a new password, empty when it will do: 12 to 1024 characters, not the account's own name or
 * address, not a common word or run with decoration.
 */
export function passwordErrors(password: string, account: { email: string; name: string }): FieldError[] {
  const errors: FieldError[] = [];
  const broken = (code: string, message: string) => errors.push({ path: 'password', code, message });
  const length = Array.from(password).length;
  if (length < PASSWORD_LIMITS.least) {
    broken('password/too-short', `a password has at least ${PASSWORD_LIMITS.least} characters`);
  }
  if (length > PASSWORD_LIMITS.most) {
    broken('password/too-long', `a password has at most ${PASSWORD_LIMITS.most} characters`);
  }
  if (isGuessable(password.toLowerCase(), account)) {
    broken('password/guessable', 'a password is not a common word, a repetition, or the account’s own name');
  }
  return errors;
}

/** @throws DomainError invalid `password/weak` with every broken rule */
export function checkPassword(password: string, account: { email: string; name: string }): void {
  const errors = passwordErrors(password, account);
  if (errors.length > 0) {
    throw new DomainError('invalid', 'password/weak', errors.map((error) => error.message).join('; '), { errors });
  }
}

/** Whether little is left once what anybody would try first is taken out. */
function isGuessable(password: string, { email, name }: { email: string; name: string }): boolean {
  if (new Set(password).size < PASSWORD_LIMITS.leastDistinct) return true;
  const own = [email, ...email.split('@'), name, ...name.split(/\s+/)].map((part) => part.toLowerCase());
  const known = [...COMMON, ...own].filter((part) => part.length >= 4).sort((a, b) => b.length - a.length);
  const rest = known.reduce((left, part) => left.replaceAll(part, ''), password);
  return rest !== password && rest.replaceAll(/[^a-z0-9]/g, '').length < PASSWORD_LIMITS.least / 2;
}
