import type { Facility } from '../../network/network.js';
import { MODALITY_FAMILIES, PATIENT_CLASSES, PRIORITIES } from '../../studies/study.js';
import type { Condition } from '../conditions/condition.js';
import type { PolicyDocument } from '../policy.js';
import { warning, type Finding } from './finding.js';

const NAMING: readonly Condition['operator'][] = ['equals', 'not-equals', 'in', 'not-in'];

/** Values that no study has: a misspelt priority, a facility that is not one of the policy's. */
export function lintValues({ rules, priority = [] }: PolicyDocument, facilities: readonly Facility[]): Finding[] {
  const known = knownValues(facilities);
  const ofRules = (place: 'rules' | 'priority', all: readonly { conditions: readonly Condition[] }[]): Finding[] =>
    all.flatMap(({ conditions }, rule) =>
      conditions.flatMap((condition, at) =>
        strangeTo(condition, known).map((value) =>
          warning(
            `${place}.${rule}.conditions.${at}.value`,
            'condition/unknown-value',
            `No study of this policy has "${value}" for ${condition.attribute}`,
          ),
        ),
      ),
    );
  return [...ofRules('priority', priority), ...ofRules('rules', rules)];
}

/** By attribute, in lower case, where all values are known. */
const knownValues = (facilities: readonly Facility[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const of = (values: readonly string[]) => new Set(values.map((each) => each.toLowerCase()));
  const ofPlaces: [string, ReadonlySet<string>][] = [
    ['facility', of(facilities.map(({ code }) => code))],
    ['country', of(facilities.map(({ country }) => country))],
  ];
  return new Map([
    ['priority', of(PRIORITIES)],
    ['requestedPriority', of(PRIORITIES)],
    ['patientClass', of(PATIENT_CLASSES)],
    ['modalityFamily', of(MODALITY_FAMILIES)],
    // Before the first facility is there nobody knows which will be.
    ...(facilities.length === 0 ? [] : ofPlaces),
  ]);
};

function strangeTo(
  { attribute, operator, value }: Condition,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const values = known.get(attribute);
  if (values === undefined || !NAMING.includes(operator)) return [];
  return [value].flat().flatMap((each) => (typeof each === 'string' && !values.has(each.toLowerCase()) ? [each] : []));
}
