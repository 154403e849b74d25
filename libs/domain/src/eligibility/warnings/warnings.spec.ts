import { describe, expect, it } from '@jest/globals';
import { asId, type HealthSystemId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import { sampleReader } from '../../network/samples.fixture.js';
import { compiledAnyway } from '../coverage/presences.js';
import { coverageHours } from '../coverage/coverage-by-hour.js';
import { thinStretches } from '../coverage/thin-stretches.js';
import type { Relations } from '../facts.js';
import { sampleAgreement, sampleContract, sampleReaderFacts, sampleReadFacts } from '../samples.fixture.js';
import { acknowledgeWarning } from './acknowledge-warning.js';
import type { CoverageWarning, EndingCredential, HoursWarning } from './coverage-warning.js';
import { judgeCredential, withinDays } from './judge-credential.js';
import { judgeHours } from './judge-hours.js';
import { thinRuns } from './thin-runs.js';
import { warningEvent } from './warning-event.js';
import { whoCanMend } from './who-can-mend.js';

const start = new Date('2026-10-31T20:00:00Z');
const kind = {
  facilityId: asId<never>('mercy-east'),
  healthSystemId: asId<HealthSystemId>('mercy'),
  modalityFamily: 'MR',
  subspecialty: null,
} as const;
let ids = 0;
const newId = () => asId<CoverageWarning['id']>(`warning-${(ids += 1)}`);
const open = (judged: ReturnType<typeof judgeHours>): HoursWarning[] =>
  judged.map(({ warning }) => warning).filter(({ endedAt }) => endedAt === null);

/** What a look finds `hoursLater`: readers of each hour from then on, two studies in each, and what waits. */
function look(before: readonly HoursWarning[], readers: string, { hoursLater = 0, queued = 0, expected = 2 } = {}) {
  const now = plusMinutes(start, hoursLater * 60 + 20);
  const hours = coverageHours(now, readers.length);
  const numbers = readers.split('').map(Number);
  const thin = thinStretches({ readers: numbers, expected: numbers.map(() => expected), queued }, hours);
  const seen = { kind, readingGroupIds: [asId<never>('day')], runs: thinRuns(thin), readers: numbers };
  const until = plusMinutes(hours[0]!, readers.length * 60);
  return judgeHours(before, seen, { now, from: hours[0]!, until, newId });
}
const told = (judged: ReturnType<typeof judgeHours>) =>
  judged.flatMap(({ tell, warning: { state, ended } }) =>
    tell === null ? [] : [`${tell} ${state.from.slice(11, 13)}-${state.until.slice(11, 13)} ${ended ?? state.readers}`],
  );

describe('thin hours', () => {
  it('are told once, hours on end as one, nobody and one alone together', () => {
    const first = look([], '22100122');
    expect(told(first)).toEqual(['warned 22-02 1001']);
    expect(told(look(open(first), '22100122'))).toEqual([]);
    expect(told(look([], '20022011'))).toEqual(['warned 21-23 00', 'warned 01-04 011']);
  });

  it('are told again when an hour has fewer readers than was said of it, and not when it has more', () => {
    const first = open(look([], '22111122'));
    expect(told(look(first, '22101122'))).toEqual(['worse 22-02 1011']);
    expect(told(look(first, '21111122'))).toEqual(['worse 21-02 11111']);
    expect(told(look(first, '22111112'))).toEqual(['worse 22-03 11111']);
    expect(told(look(first, '22211122'))).toEqual([]);
  });

  it('that were mended and are thin again as they were told ring once, while the warning is open', () => {
    const first = open(look([], '22000022'));
    const better = open(look(first, '22011022'));
    expect(told(look(better, '22000022'))).toEqual([]);
  });

  it('go on without a word as nobody sees their end yet, and ring when a further gap comes into sight', () => {
    let warnings = open(look([], '22220000'));
    for (let hour = 1; hour < 4; hour += 1) {
      const next = look(warnings, '22220000'.slice(hour) + '0'.repeat(hour), { hoursLater: hour });
      expect(told(next)).toEqual([]);
      warnings = open(next);
    }
    expect(warnings.map(({ state }) => state.readers)).toEqual(['0000000']);
    expect(told(look(open(look([], '22110011')), '21100110', { hoursLater: 1 }))).toEqual(['worse 22-05 1100110']);
    expect(told(look(open(look([], '20022222')), '00222220', { hoursLater: 1 }))).toEqual(['warned 04-05 0']);
  });

  it('ring again when twice as many wait, and five at least', () => {
    const first = open(look([], '0022', { queued: 1 }));
    expect(told(look(first, '0022', { queued: 4 }))).toEqual([]);
    const worse = look(first, '0022', { queued: 5 });
    expect(told(worse)).toEqual(['worse 20-22 00']);
    expect(told(look(open(worse), '0022', { queued: 9 }))).toEqual([]);
    expect(told(look(open(worse), '0022', { queued: 10 }))).toEqual(['worse 20-22 00']);
  });

  it('that get worse ask to be acknowledged anew', () => {
    const [first] = open(look([], '2211'));
    const by = { id: 'lead', name: 'The lead' };
    const seen = acknowledgeWarning(first!, { by, note: 'Asked Bo' }, start).result;
    expect(open(look([seen], '2211'))[0]?.acknowledgement).toMatchObject({ by, note: 'Asked Bo' });
    expect(open(look([seen], '2210'))[0]).toMatchObject({ acknowledgement: null, warnings: 2 });
  });

  it('are over when somebody is there, when they have passed, or when nothing is expected', () => {
    const first = open(look([], '2002'));
    expect(told(look(first, '2222'))).toEqual(['ended 21-23 mended']);
    expect(told(look(first, '2222', { hoursLater: 3 }))).toEqual(['ended 21-23 passed']);
    expect(told(look(first, '2002', { expected: 0 }))).toEqual(['ended 21-23 nothing-expected']);
  });

  it('mended in their middle go on as two, and as one again, without a word but for the new hour', () => {
    const two = look(open(look([], '20000002')), '20022002');
    expect(told(two)).toEqual([]);
    expect(open(two).map(({ state }) => state.readers)).toEqual(['00', '00']);
    expect(new Set(open(two).map(({ id }) => id)).size).toBe(2);
    const one = look(open(two), '20000002');
    expect(told(one)).toEqual([]);
    expect(one.map(({ warning }) => warning.ended)).toEqual([null, 'joined']);
  });

  it('are as many as there are over the hour that comes twice', () => {
    // Clocks in Chicago go back at 07:00 UTC on 1 November: one o'clock comes twice.
    const night = open(look([], '22222222200002'))[0];
    expect(night?.state).toMatchObject({ from: '2026-11-01T05:00:00.000Z', until: '2026-11-01T09:00:00.000Z' });
    expect(night?.state.readers).toBe('0000');
    const after = look([night!], '22222222'.replace(/^/, '00'), { hoursLater: 11 });
    expect(told(after)).toEqual([]);
  });

  it('are untouched by the next look, to the version', () => {
    const first = open(look([], '22001122'));
    expect(look(first, '22001122')[0]?.warning).toBe(first[0]);
  });
});

describe('a credential that ends', () => {
  const now = start;
  const state = (changes: Partial<EndingCredential> = {}): EndingCredential => ({
    kind: 'licence',
    id: 'licence-1',
    readerId: asId('ada'),
    readingGroupId: null,
    holder: 'Dr Ada',
    about: 'US-TX',
    expiresAt: '2026-11-25T00:00:00.000Z',
    unreadablePerWeek: 4,
    lastReaderPerWeek: 0,
    withinDays: 30,
    ...changes,
  });
  const judge = (before: EndingCredential | null, after: EndingCredential | null, at = now) => {
    const clock = { now: at, newId };
    const first = before && judgeCredential(null, { state: before, readingGroupIds: [] }, clock)!.warning;
    const judged = judgeCredential(first, after && { state: after, readingGroupIds: [] }, clock);
    return judged && [judged.tell, judged.warning.ended];
  };

  it('is told once where it leaves studies with nobody, or one reader', () => {
    expect(judge(null, state())).toEqual(['warned', null]);
    expect(judge(null, state({ unreadablePerWeek: 0, lastReaderPerWeek: 3 }))).toEqual(['warned', null]);
    expect(judge(null, state({ unreadablePerWeek: 0 }))).toBeNull();
    expect(judge(state(), state({ unreadablePerWeek: 5 }))).toEqual([null, null]);
  });

  it('is told again when it is missed twice as much, ends sooner, or its end comes near', () => {
    expect(judge(state(), state({ unreadablePerWeek: 8 }))).toEqual(['worse', null]);
    const alone = state({ unreadablePerWeek: 0, lastReaderPerWeek: 3 });
    expect(judge(alone, state({ unreadablePerWeek: 1 }))).toEqual(['worse', null]);
    expect(judge(state(), state({ expiresAt: '2026-11-20T00:00:00.000Z' }))).toEqual(['worse', null]);
    expect(judge(state(), state({ expiresAt: '2026-11-28T00:00:00.000Z' }))).toEqual([null, null]);
    expect(judge(state(), state({ withinDays: 7 }))).toEqual(['worse', null]);
    expect([31, 30, 8, 7, 1.5, 1, 0.1].map((days) => withinDays(plusMinutes(now, days * 1440), now))).toEqual([
      30, 30, 30, 7, 7, 1, 1,
    ]);
  });

  it('is over when it is renewed or no longer missed, and has passed when it ended so', () => {
    expect(judge(state(), null)).toEqual(['ended', 'mended']);
    expect(judge(state(), state({ unreadablePerWeek: 0 }))).toEqual(['ended', 'mended']);
    expect(judge(state(), null, new Date('2026-11-25T00:00:00Z'))).toEqual(['ended', 'passed']);
  });
});

describe('an acknowledgement', () => {
  const [warning] = open(look([], '2002'));
  const by = (name: string) => ({ by: { id: name, name }, note: null });

  it('is by name, and the first one stands', () => {
    const { result, events } = acknowledgeWarning(warning!, by('Ann'), start);
    expect(events?.map(({ type }) => type)).toEqual(['coverage.acknowledged']);
    expect(acknowledgeWarning(result, by('Bob'), start)).toEqual({ result });
  });

  it('of a warning that is over is refused', () => {
    const [over] = look([warning!], '2222');
    expect(() => acknowledgeWarning(over!.warning, by('Ann'), start)).toThrow(
      expect.objectContaining({ code: 'coverage/warning-over' }),
    );
  });
});

describe('what is told of a warning', () => {
  it('goes to the network and the groups, and is named after what became of it', () => {
    const [warning] = open(look([], '2002'));
    expect(warningEvent('warned', warning!)).toMatchObject({
      type: 'coverage.warned',
      healthSystemId: null,
      readingGroupIds: ['day'],
      data: { facilityId: 'mercy-east', readers: '00', worse: false },
    });
    const types = [look([warning!], '2222'), look([warning!], '2222', { hoursLater: 3 })].map(
      ([each]) => warningEvent('ended', each!.warning).type,
    );
    expect(types).toEqual(['coverage.recovered', 'coverage.lapsed']);
  });
});

describe('who can mend thin hours', () => {
  const agreed: Relations = { agreements: [sampleAgreement()], contracts: [sampleContract()] };
  const relations = new Map<HealthSystemId, Relations>([[asId('mercy'), agreed]]);
  const now = new Date('2026-11-22T07:20:00Z');
  const whole = <T>(steps: Generator<void, T>): T => {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  };
  const mend = (readers: ReturnType<typeof sampleReaderFacts>[]) => {
    const anyone = whole(compiledAnyway({ readers }, { now, until: plusMinutes(now, 72 * 60) }));
    return whole(whoCanMend({ read: sampleReadFacts(), studiesPerWeek: 1, at: now }, { relations }, anyone));
  };
  const off = { session: null, shifts: [] };

  it('are groups whose readers need only a shift', () => {
    const paired = sampleReader({ readingGroupIds: [asId('home-rads'), asId('strangers')] });
    expect(mend([sampleReaderFacts(off), sampleReaderFacts({ ...off, reader: paired })])).toEqual({
      groups: [{ readingGroupId: 'home-rads', readers: 2 }],
      blocker: null,
    });
  });

  it('is else told by the one fact that keeps most out', () => {
    const bare = sampleReaderFacts({ ...off, privileges: [] });
    expect(mend([bare, bare, sampleReaderFacts({ ...off, licences: [] })])).toEqual({
      groups: [],
      blocker: { code: 'privilege', fact: 'no privilege at mercy-east', readers: 2 },
    });
  });
});
