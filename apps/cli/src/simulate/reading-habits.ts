import { bodyRegion, CONCLUSIONS, expectedMinutesOf, type RadpeerGrade } from '@overread/domain';
import type { adjudicateBody, gradeBody, Read, Report, ReportBody, Study } from '@overread/wire';
import type { z } from 'zod';
import { Chance, type Weighted } from '@overread/domain';

type Conclusion = (typeof CONCLUSIONS)[number];

/** Of the logarithm of reading times, by modality family. */
const SIGMA = { CT: 0.5, XR: 0.5 } as const;
const OTHER_SIGMA = 0.45;

/** Minutes a reader takes, from opening to signing: lognormal around the published median of the exam. */
export function readingMinutes(chance: Chance, study: Study, read: Pick<Read, 'issues'>): number {
  const region = bodyRegion(study.bodyPart, study.procedureCode, study.description);
  const overRead = study.state === 'preliminary' && read.issues === 'final';
  const sigma = (SIGMA as Partial<Record<string, number>>)[study.modalityFamily] ?? OTHER_SIGMA;
  return chance.lognormal(expectedMinutesOf(study.modalityFamily, region, overRead), sigma);
}

/**
 * How often a preliminary differs from the final, and how often in a way that changes care. Source: 9,000 preliminaries
 * of a paediatric teleradiology service (CT 17.3% and 1.9%, MR 24% and 2.9%, US 9.4% and 0.9%, films of limbs and
 * chest about 10% and 1%).
 */
const DIFFERS: Partial<Record<string, { any: number; actionable: number }>> = {
  CT: { any: 0.173, actionable: 0.019 },
  MR: { any: 0.24, actionable: 0.029 },
  US: { any: 0.094, actionable: 0.009 },
};
const DIFFERS_OTHERWISE = { any: 0.1, actionable: 0.01 };

/** What is there to be seen. 8 to 9% of reports hold a critical result (published); the rest is assumed. */
const TRUTH: Weighted<Conclusion> = [
  ['normal', 45],
  ['not-actionable', 31],
  ['actionable', 15.5],
  ['critical', 8.5],
];

/** The same for every reader of a study: whoever reads it second sees what the first one saw, or missed. */
export const truthOf = (seed: string, study: Pick<Study, 'accessionNumber' | 'id'>): Conclusion => {
  const number = study.accessionNumber?.split('-').at(-1) ?? study.id;
  return new Chance(`${seed}/truth/${number}`).pick(TRUTH);
};

/** What a reader concludes: finals are right, preliminaries and second opinions differ as often as published. */
export function conclusionOf(chance: Chance, truth: Conclusion, of: { family: string; issues: string }): Conclusion {
  if (of.issues !== 'preliminary' && of.issues !== 'opinion') return truth;
  const { any, actionable } = DIFFERS[of.family] ?? DIFFERS_OTHERWISE;
  const calls = truth === 'actionable' || truth === 'critical';
  const drawn = chance.next();
  if (drawn < actionable) return calls ? 'not-actionable' : 'actionable';
  if (drawn >= any) return truth;
  if (calls) return truth === 'critical' ? 'actionable' : 'critical';
  return truth === 'normal' ? 'not-actionable' : 'normal';
}

type Concluded = Pick<Report, 'conclusion'>;
const callsForAction = ({ conclusion }: Concluded): boolean => conclusion === 'actionable' || conclusion === 'critical';

/** Of first reads that the second agrees with, the share graded 1; of others, how they are graded. Assumed. */
const AGREED: Weighted<RadpeerGrade> = [
  ['1', 98],
  ['2a', 2],
];
const DIFFERS_LITTLE: Weighted<RadpeerGrade> = [
  ['1', 45],
  ['2a', 50],
  ['3a', 5],
];
const DIFFERS_MUCH: Weighted<RadpeerGrade> = [
  ['2b', 75],
  ['3b', 25],
];

/** A grade of the first read by its second reader, with why where there is something to say. */
export function gradeOf(chance: Chance, first: Concluded, second: Concluded): z.input<typeof gradeBody> {
  const much = callsForAction(first) !== callsForAction(second);
  const score = chance.pick(first.conclusion === second.conclusion ? AGREED : much ? DIFFERS_MUCH : DIFFERS_LITTLE);
  if (score === '1') return { score };
  const findings = [{ finding: 'conclusion', first: first.conclusion, second: second.conclusion }];
  return { score, findings, comment: much ? 'One of us calls for action, the other does not.' : 'Small difference.' };
}

/** Who is right is upheld; of two who both are, the first. */
export function outcomeOf(truth: Conclusion, first: Concluded, second: Concluded): z.input<typeof adjudicateBody> {
  const outcome = first.conclusion === truth ? 'first' : second.conclusion === truth ? 'second' : 'neither';
  return { outcome, comment: outcome === 'neither' ? 'Neither reading holds.' : `The ${outcome} reading holds.` };
}

const IMPRESSION: Record<Conclusion, string> = {
  normal: 'No acute abnormality.',
  'not-actionable': 'Chronic changes. Nothing that needs action now.',
  actionable: 'Finding that needs follow-up, as described.',
  critical: 'Critical finding, as described.',
};

export const reportOf = (study: Study, conclusion: Conclusion): ReportBody => ({
  sections: {
    technique: study.description ?? study.modalities.join(', '),
    findings: conclusion === 'normal' ? 'Normal.' : 'Findings as summarised below.',
  },
  impression: IMPRESSION[conclusion],
  conclusion,
});

/** Assumed: one reader in four is offered reads; the others take what is next. */
export const OFFERED_SHARE = 0.25;

/** Assumed: one next read in fifty is turned down, and why. */
export const DECLINE_SHARE = 0.02;
export const DECLINE_REASONS: Weighted<'competence' | 'conflict' | 'technical' | 'other'> = [
  ['competence', 4],
  ['technical', 3],
  ['conflict', 2],
  ['other', 1],
];
