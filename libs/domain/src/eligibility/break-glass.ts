import { DomainError } from '../core/domain-error.js';
import type { Instant } from '../core/instant.js';
import type { FailedRule, RuleCode } from './facts.js';

/**
 * On what ground a hard rule may be set aside in an emergency, by an act of its own and for a preliminary or verbal result:
 * `two-people` is the physician and the medical director who confirm every such act; `recorded-instrument` asks for the
 * legal instrument beside them; `supervisor-and-reader` for their word beside them; `unbillable` bars no emergency.
 */
export type BreakGlassGround = 'never' | 'two-people' | 'recorded-instrument' | 'supervisor-and-reader' | 'unbillable';

/** A fixed list: no policy and no administrator changes it. */
export const BREAK_GLASS_GROUNDS: Readonly<Record<RuleCode, BreakGlassGround>> = {
  modality: 'never',
  subspecialty: 'two-people',
  licence: 'recorded-instrument',
  privilege: 'two-people',
  agreement: 'never',
  contract: 'two-people',
  residency: 'recorded-instrument',
  payer: 'unbillable',
  language: 'two-people',
  independence: 'never',
  exclusion: 'never',
  session: 'never',
  capacity: 'supervisor-and-reader',
  fatigue: 'supervisor-and-reader',
};

export const INSTRUMENT_KINDS = ['waiver', 'compact', 'emergency-order', 'agreement', 'other'] as const;

/** The legal instrument that a licence or residency rule yields to: what it is, who issued it, until when (RFC 3339). */
export interface Instrument {
  kind: (typeof INSTRUMENT_KINDS)[number];
  reference: string;
  issuedBy: string;
  /** Null when it has no end. */
  validUntil: string | null;
}

/** A rule that is set aside: the fact against the reader when it was asked, and on what ground. */
export interface BrokenRule extends FailedRule {
  ground: Exclude<BreakGlassGround, 'never'>;
  instrument: Instrument | null;
}

/**
 * The rules that would be set aside for a reader who fails exactly these, each with its ground.
 *
 * @throws DomainError conflicts `break-glass/eligible` (nothing to set aside), `break-glass/never` (a rule that is never
 * set aside); invalid `break-glass/instrument-required`, `break-glass/instrument-ended`
 */
export function brokenRules(
  failed: readonly FailedRule[],
  instruments: Readonly<Partial<Record<RuleCode, Instrument>>>,
  now: Instant,
): BrokenRule[] {
  if (failed.length === 0) {
    const message = 'The reader passes every rule: assign the read to them as any other';
    throw new DomainError('conflict', 'break-glass/eligible', message);
  }
  return failed.map(({ code, fact }) => {
    const ground = BREAK_GLASS_GROUNDS[code];
    if (ground === 'never') {
      const message = `The rule ${code} is never set aside: ${fact}`;
      throw new DomainError('conflict', 'break-glass/never', message, { facts: { rule: code, fact, failed } });
    }
    const instrument = ground === 'recorded-instrument' ? (instruments[code] ?? null) : null;
    if (ground === 'recorded-instrument') requireInstrument(code, instrument, now);
    return { code, fact, ground, instrument };
  });
}

/** Whether an instrument is there and still in force. */
export const instrumentHolds = (instrument: Instrument | null, now: Instant): boolean =>
  instrument !== null && (instrument.validUntil === null || now < new Date(instrument.validUntil));

function requireInstrument(code: RuleCode, instrument: Instrument | null, now: Instant): void {
  if (instrumentHolds(instrument, now)) return;
  const [problem, message] =
    instrument === null
      ? ['break-glass/instrument-required', `the rule ${code} yields to a recorded legal instrument alone`]
      : ['break-glass/instrument-ended', `the instrument ended ${instrument.validUntil}`];
  const errors = [{ path: `instruments.${code}`, code: problem, message }];
  throw new DomainError('invalid', problem, message, { errors });
}

/** Whether exactly the confirmed rules fail now: one more was never confirmed, one less and the case is another. */
export const exactlyTheseFail = (confirmed: readonly BrokenRule[], failed: readonly FailedRule[]): boolean =>
  confirmed.length === failed.length && confirmed.every(({ code }) => failed.some((each) => each.code === code));
