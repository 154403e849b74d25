import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BREAK_GLASS_GROUNDS, brokenRules, exactlyTheseFail, type Instrument } from './break-glass.js';
import { RULE_CODES, type FailedRule, type RuleCode } from './facts.js';

const NOW = new Date('2026-11-22T08:00:00Z');
const failing = (...codes: RuleCode[]): FailedRule[] => codes.map((code) => ({ code, fact: `fails ${code}` }));
const waiver: Instrument = { kind: 'waiver', reference: 'EO-2026-7', issuedBy: 'Governor of Texas', validUntil: null };
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

/** The last column of the table of hard rules, word by word. */
const TABLE: Record<RuleCode, string> = {
  modality: 'never',
  subspecialty: 'two people',
  licence: 'recorded instrument',
  privilege: 'two people',
  agreement: 'never',
  contract: 'two people',
  residency: 'recorded instrument',
  payer: 'unbillable',
  language: 'two people',
  independence: 'never',
  exclusion: 'never',
  session: 'never',
  capacity: 'supervisor and reader',
  fatigue: 'supervisor and reader',
};

describe('the rules that may be set aside', () => {
  it.each(RULE_CODES)('%s: on the ground of the table and no other', (code) => {
    expect(BREAK_GLASS_GROUNDS[code]).toBe(TABLE[code].replaceAll(' ', '-'));
  });

  it('are never those that are never set aside, whatever else fails beside them', () => {
    const never = RULE_CODES.filter((code) => BREAK_GLASS_GROUNDS[code] === 'never');
    expect(never).toEqual(['modality', 'agreement', 'independence', 'exclusion', 'session']);
    fc.assert(
      fc.property(fc.subarray([...RULE_CODES]), fc.constantFrom(...never), (others, code) => {
        const failed = failing(...others.filter((other) => other !== code), code);
        expect(codeOf(() => brokenRules(failed, { licence: waiver, residency: waiver }, NOW))).toBe(
          'break-glass/never',
        );
      }),
    );
  });

  it.each(['licence', 'residency'] as const)('%s yields to a recorded instrument that is in force', (code) => {
    expect(codeOf(() => brokenRules(failing(code), {}, NOW))).toBe('break-glass/instrument-required');
    const other = code === 'licence' ? 'residency' : 'licence';
    expect(codeOf(() => brokenRules(failing(code), { [other]: waiver }, NOW))).toBe('break-glass/instrument-required');
    const ended = { ...waiver, validUntil: NOW.toISOString() };
    expect(codeOf(() => brokenRules(failing(code), { [code]: ended }, NOW))).toBe('break-glass/instrument-ended');
    expect(brokenRules(failing(code), { [code]: waiver }, NOW)).toMatchObject([{ code, instrument: waiver }]);
  });

  it('need no instrument elsewhere, and keep none that was not asked for', () => {
    expect(brokenRules(failing('privilege'), { licence: waiver }, NOW)).toEqual([
      { code: 'privilege', fact: 'fails privilege', ground: 'two-people', instrument: null },
    ]);
  });

  it('are none for who passes them all: that is no emergency', () => {
    expect(codeOf(() => brokenRules([], {}, NOW))).toBe('break-glass/eligible');
  });
});

describe('what was confirmed', () => {
  it('is exactly what fails: not one rule more, not one less', () => {
    const anything = fc.subarray(
      [...RULE_CODES].filter((code) => BREAK_GLASS_GROUNDS[code] !== 'never'),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(anything, anything, (confirmed, now) => {
        const rules = brokenRules(failing(...confirmed), { licence: waiver, residency: waiver }, NOW);
        const same = confirmed.length === now.length && confirmed.every((code) => now.includes(code));
        expect(exactlyTheseFail(rules, failing(...now))).toBe(same);
      }),
    );
  });
});
