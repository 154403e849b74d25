import { describe, expect, it } from '@jest/globals';
import { asId, type StudyId } from '../core/ids.js';
import { parseTopic } from '../realtime/topic.js';
import { samplePatient } from '../studies/samples.fixture.js';
import { ACTION_RULES, ACTIONS } from './action.js';
import { demand, may, type Resource } from './may.js';
import { samplePrincipal } from './samples.fixture.js';
import { pseudonymOf, seenPatient } from './seen-patient.js';
import { loggedTopic, topicAllowed } from './topic-allowed.js';

const MERCY = '0199d1b2-0000-7000-8000-00000000000a';
const DAY = '0199d1b2-0000-7000-8000-00000000000b';
const STUDY = '0199d1b2-0000-7000-8000-00000000000c';
const administrator = samplePrincipal('administrator');
const auditor = samplePrincipal('auditor');
const hospital = samplePrincipal('hospital', [MERCY]);
const otherHospital = samplePrincipal('hospital', ['grace']);
const key = samplePrincipal('hospital', [MERCY], { kind: 'api-key' });
const eastKey = samplePrincipal('hospital', [MERCY], { kind: 'api-key', facilityIds: [asId('east')] });
const manager = samplePrincipal('group-manager', [DAY]);
const otherManager = samplePrincipal('group-manager', ['night']);
const ada = samplePrincipal('reader', [DAY], { readerId: asId('ada') });
const bob = samplePrincipal('reader', [DAY], { readerId: asId('bob') });
const zoe = samplePrincipal('reader', ['night'], { readerId: asId('zoe') });

const study: Resource = {
  healthSystemId: asId(MERCY),
  facilityId: asId('east'),
  readingGroupIds: [asId(DAY)],
  readerIds: [asId('ada'), asId('bob')],
  blindedReaderIds: [asId('bob')],
};

describe('what a principal may do', () => {
  it('names for every action an action by which its object is seen', () => {
    const sees = ACTIONS.map((action) => ACTION_RULES[action].sees).filter((name) => name !== null);
    expect(ACTIONS).toEqual(expect.arrayContaining(sees));
  });

  it('is answered for the role alone when there is no thing yet', () => {
    expect(may(hospital, 'submit-study')).toBe('allowed');
    expect(may(ada, 'submit-study')).toBe('forbidden');
    expect(may(key, 'manage-keys')).toBe('forbidden');
  });

  it('ends for a key at its facilities', () => {
    expect(may(eastKey, 'view-study', study)).toBe('allowed');
    expect(may(eastKey, 'view-study', { ...study, facilityId: asId('west') })).toBe('not-found');
    expect(may(eastKey, 'view-analytics', { healthSystemId: asId(MERCY) })).toBe('not-found');
  });

  it('never lets a blinded reader see who read first, but lets them read', () => {
    expect(may(bob, 'sign', study)).toBe('allowed');
    expect(may(bob, 'view-study', study)).toBe('allowed');
    expect(may(bob, 'view-reports', study)).toBe('forbidden');
    expect(may(bob, 'view-timeline', study)).toBe('forbidden');
    expect(may(bob, 'view-reports', { ...study, blindedReaderIds: [] })).toBe('allowed');
  });

  it('is nothing for a reader’s account without a reader', () => {
    expect(may({ ...ada, readerId: null }, 'sign', study)).toBe('forbidden');
  });

  it('is for a viewer’s token what the role may do to the one study, and nothing else', () => {
    const [study, other] = [asId<StudyId>('study-1'), asId<StudyId>('study-2')];
    const viewer = samplePrincipal('administrator', [], { studyId: study });
    expect(may(viewer, 'view-study', { studyId: study })).toBe('allowed');
    expect(may(viewer, 'read', { studyId: study })).toBe('forbidden');
    expect(may(viewer, 'view-study', { studyId: other })).toBe('not-found');
    expect(may(viewer, 'view-network', {})).toBe('not-found');
    for (const action of ACTIONS) expect(may(viewer, action)).toBe('forbidden');
  });

  it('is told as 404 for what one may not see and 403 for what one may not do', () => {
    expect(() => demand(zoe, 'sign', study)).toThrow(
      expect.objectContaining({ kind: 'not-found', code: 'access/not-found' }),
    );
    expect(() => demand(manager, 'sign', study)).toThrow(
      expect.objectContaining({ kind: 'forbidden', code: 'access/forbidden' }),
    );
    expect(() => demand(ada, 'sign', study)).not.toThrow();
  });
});

describe('live topics', () => {
  const everyone = {
    administrator,
    auditor,
    hospital,
    otherHospital,
    key,
    eastKey,
    manager,
    otherManager,
    ada,
    bob,
    zoe,
  };

  it.each([
    ['network', ['administrator', 'auditor']],
    [`health-system:${MERCY}`, ['administrator', 'auditor', 'hospital', 'key']],
    [`reading-group:${DAY}`, ['administrator', 'auditor', 'manager']],
    ['worklist', ['ada', 'bob', 'zoe']],
    [`study:${STUDY}`, ['administrator', 'auditor', 'hospital', 'key', 'eastKey', 'manager', 'ada']],
  ])('%s is for %j', (text, expected) => {
    const topic = parseTopic(text);
    if (topic === null) throw new Error(`unreadable topic ${text}`);
    const allowed = Object.entries(everyone).filter(([, principal]) => topicAllowed(principal, topic, study));
    expect(allowed.map(([name]) => name)).toEqual(expected);
  });

  it('of a study that is not there are for nobody', () => {
    expect(topicAllowed(administrator, { kind: 'study', id: STUDY })).toBe(false);
  });

  it('are named in the log with the reader’s own list', () => {
    expect(loggedTopic(ada, { kind: 'worklist', id: null })).toBe('worklist:ada');
    expect(loggedTopic(ada, { kind: 'network', id: null })).toBe('network');
    expect(loggedTopic(ada, { kind: 'study', id: STUDY })).toBe(`study:${STUDY}`);
  });
});

describe('what is seen of a patient', () => {
  const patient = samplePatient({ id: asId('0199d1b2-0000-7000-8000-000000000001') });

  it.each([
    ['hospital', null],
    ['administrator', null],
    ['auditor', null],
    ['reader', 'full'],
    ['group-manager', 'full'],
  ] as const)('is all for a %s with transfer %s', (role, mode) => {
    expect(seenPatient(samplePrincipal(role), patient, mode)).toEqual({
      id: 'MRN1',
      issuer: 'MERCY',
      name: { family: 'Doe', given: 'Jane' },
      birthDate: '1950-01-31',
      sex: 'F',
    });
  });

  it.each(['reader', 'group-manager'] as const)(
    'is a pseudonym and the birth year for a %s where only that may leave',
    (role) => {
      const seen = seenPatient(samplePrincipal(role), patient, 'pseudonymous');
      expect(seen).toEqual({ id: pseudonymOf(patient), issuer: null, name: null, birthDate: '1950', sex: 'F' });
      expect(JSON.stringify(seen)).not.toMatch(/Doe|Jane|MRN1|MERCY|01-31/);
    },
  );

  it.each(['reader', 'group-manager'] as const)('is nothing for a %s where no data may go', (role) => {
    expect(seenPatient(samplePrincipal(role), patient, null)).toBeNull();
  });

  it('has an unknown birth year where the birth date is', () => {
    expect(seenPatient(ada, samplePatient({ birthDate: null }), 'pseudonymous')?.birthDate).toBeNull();
  });

  it('has a label that stays, differs between patients and follows FNV-1a', () => {
    // FNV-1a, 64 bit, of "foobar" is 85944171f73967e8 (the authors' test vectors).
    expect(pseudonymOf({ id: asId('foobar') })).toBe(
      `P-${0x85944171f73967e8n.toString(36).toUpperCase().padStart(13, '0')}`,
    );
    expect(pseudonymOf(patient)).not.toBe(pseudonymOf(samplePatient()));
  });
});
