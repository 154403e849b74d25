import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { ACTIONS } from './action.js';
import { may, type Resource } from './may.js';
import { samplePrincipal } from './samples.fixture.js';

/** A study of Mercy's, held by Ada of the day group; Bob of that group is its blinded second reader. */
const study: Resource = {
  healthSystemId: asId('mercy'),
  facilityId: asId('mercy-east'),
  readingGroupIds: [asId('day')],
  readerIds: [asId('ada')],
  blindedReaderIds: [asId('bob')],
};

const COLUMNS = [
  samplePrincipal('administrator'),
  samplePrincipal('auditor'),
  samplePrincipal('group-manager', ['day']),
  samplePrincipal('group-manager', ['night']),
  samplePrincipal('reader', ['day'], { readerId: asId('ada') }),
  samplePrincipal('reader', ['day'], { readerId: asId('amy') }),
  samplePrincipal('reader', ['day'], { readerId: asId('bob') }),
  samplePrincipal('reader', ['night'], { readerId: asId('zoe') }),
  samplePrincipal('hospital', ['mercy']),
  samplePrincipal('hospital', ['grace']),
  samplePrincipal('hospital', ['mercy'], { kind: 'api-key' }),
  samplePrincipal('hospital', ['mercy'], { kind: 'api-key', facilityIds: [asId('mercy-west')] }),
];

const SIGNS = { allowed: '+', forbidden: '-', 'not-found': '.' } as const;

/** + allowed, - forbidden (403), . not found (404) */
const MATRIX = `
action                   administrator, auditor, managers of day and night, Ada, Amy and Bob of day, Zoe of night,
                         hospitals Mercy and Grace, keys of Mercy and of Mercy West
submit-study             + - - - - - - - + . + .
view-study               + + + . + + + . + . + .
view-timeline            + + + . + - - . + . + .
view-explanation         + + + . + - - . + . + .
replay-decision          + + - . - - - . - . - .
view-reports             + + + . + - - . + . + .
change-study             + - - . - - - . + . + .
hold-study               + - + . - - - . + . + .
raise-priority           + - + . - - - . + . + .
lower-priority           + - - . - - - . + . + .
report-discrepancy       + - - . - - - . + . + .
view-duties              + + + . + - - . + . + .
answer-duty              + - + . + - - . + . + .
view-hand-backs          + + + . + - - . + . + .
hand-back                + - + . - - - . - . - .
answer-hand-back         + - + . - - - . + . - .
view-mass-casualties     + + + + + + + + + . + .
declare-mass-casualty    + + - - - - - - + . - .
review-mass-casualty     + + - - - - - - - . - .
view-offline-list        + + - - - - - - + . + .
view-break-glass         + + + . + - - . + . + .
request-break-glass      + - + . - - - . - . - .
confirm-break-glass      + + + . + - - . + . - .
take-break-glass         - - - . + - - . - . - .
review-break-glass       + + - . - - - . - . - .
view-intake-exceptions   + + . . . . . . + . + .
resolve-intake-exception + - . . . . . . + . - .
merge-patients           + - . . . . . . + . + .
sign-on                  - - - - + + + - - . - .
end-session              + - + . + . . . . . . .
view-worklist            - - - - + - - - - - - -
take-read                - - - . + + + . - . - .
read                     - - - . + - - . - . - .
sign                     - - - . + - - . - . - .
add-addendum             - - - . + + + . - . - .
grade                    - - - . + - - . - . - .
adjudicate               - - - . + - - . - . - .
retract-report           + - - . + - - . - . - .
release                  + - + . + - - . - . - .
assign                   + - + . - - - . - . - .
pin                      + - + . - - - . - . - .
move-ladder              + - + . - - - . - . - .
answer-overflow          + - + . . . . . - . - .
view-queue               + + + . . . . . + . + .
view-forecast            + + + - - - - - - - - -
view-coverage            + + + - - - - - - - - -
acknowledge-coverage     + - + . . . . . . . . .
view-calibration         + + - - - - - - - - - -
view-what-if             + + - - - - - - - - - -
ask-what-if              + - . . . . . . . . . .
view-dispatch-parameters + + - - - - - - - - - -
change-dispatch-parameters + - . . . . . . . . . .
view-network             + + + + + + + + + . + .
edit-network             + - - - - - - - - . - .
view-agreements          + + + . . . . . + . . .
edit-agreements          + - - . . . . . - . . .
view-readers             + + + . + . . . . . . .
edit-reader              + - + . - . . . . . . .
pause-reader             + - + . - . . . . . . .
pause-group              + - + - - - - - - . - .
edit-licences            + - + . - . . . . . . .
edit-privileges          + - - . - . . . . . . .
view-rosters             + + + . + + + . . . . .
edit-rosters             + - + . - - - . . . . .
move-shift               + - + . + + + . . . . .
view-policies            + + + + . . . . + . . .
view-shadows             + + - - . . . . + . . .
view-jurisdictions       + + + + + + + + + + . .
edit-jurisdictions       + - - - - - - - - - . .
manage-policies          + - - - . . . . - . . .
view-analytics           + + + . . . . . + . + .
view-reader-analytics    + + + . + . . . . . . .
contest-conduct          - - - . + . . . . . . .
answer-contest           + - + . - . . . . . . .
export                   + + + - - - - - + - - -
view-audit               + + - - - - - - - - - -
view-disagreements       + - - - - - - - - - - -
manage-users             + - - - - - - - - - - -
manage-keys              + - - - - - - - - - - -
manage-webhooks          + - - - - - - - - - - -
run-demo-day             + - - - - - - - - - - -
`;

describe('who may do what', () => {
  const expected = MATRIX.trim().split('\n').slice(2);

  it('has a row for every action', () => {
    expect(expected.map((line) => line.split(/\s+/)[0])).toEqual(ACTIONS);
  });

  it.each(ACTIONS.map((action, index) => [action, expected[index]] as const))('%s', (action, line) => {
    const signs = COLUMNS.map((principal) => SIGNS[may(principal, action, study)]);
    expect(`${action.padEnd(24)} ${signs.join(' ')}`).toBe(line);
  });
});
