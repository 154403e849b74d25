import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import type { PolicyState, PolicyVersion } from '../policy.js';
import { active, DAY, networkDocument, NIGHT } from '../samples.fixture.js';
import { endShadow, forgetShadow, shadowEndBy, startShadow } from './change-shadow.js';
import { runsAt, SHADOW_KEPT_DAYS, shadowKeptUntil, type PolicyShadow } from './policy-shadow.js';
import { shadowFigures } from './shadow-figures.js';

const { policy, version } = active('network', networkDocument);
const numbered = (number: number, state: PolicyState): PolicyVersion => ({
  ...version,
  id: asId(`version-${number}`),
  number,
  state,
});
const versions = [numbered(1, 'active'), numbered(2, 'tested'), numbered(3, 'draft'), numbered(4, 'retired')];
const DAYS = 24 * 60;
const UNTIL = plusMinutes(NIGHT, 7 * DAYS);
const asked = { id: asId<PolicyShadow['id']>('shadow-1'), until: UNTIL, reason: 'Before the move', by: 'admin-1' };
const start = (number: number, changes: Partial<typeof asked> = {}, shadows: PolicyShadow[] = []) =>
  startShadow({ policy, versions, shadows }, versions[number - 1]!, { ...asked, ...changes }, NIGHT);
const running = () => start(2).result;
const sums = { studies: 10, same: 7, different: 2, errors: 1 };
const end = (shadow: PolicyShadow, ended: 'stopped' | 'over', at: Date) =>
  endShadow({ policy, shadow }, { ended, by: 'admin-2', number: 2, sums }, at);
const refused = (code: string) => expect.objectContaining({ code }) as unknown as Error;

describe('a version in shadow', () => {
  it('is a draft or a tested one, set beside what is in force, and says who wants it, why and until when', () => {
    const { result, events } = start(3);
    expect(result).toMatchObject({
      policyVersionId: 'version-3',
      againstVersionId: 'version-1',
      startedBy: 'admin-1',
      reason: 'Before the move',
      endedAt: null,
    });
    const data = { policyId: policy.id, shadowId: 'shadow-1', number: 3, until: UNTIL.toISOString() };
    expect(events).toEqual([expect.objectContaining({ type: 'policy.shadow-started', data })]);
    expect(start(2).result.policyVersionId).toBe('version-2');
    for (const number of [1, 4]) expect(() => start(number)).toThrow(refused('policy/shadow-state'));
  });

  it('keeps its figures alone, from when what it found of each study is old', () => {
    const figures = { ...shadowFigures([]), routings: 0 };
    expect(shadowKeptUntil(running())).toBeNull();
    expect(forgetShadow({ shadow: running() }, figures, UNTIL)).toEqual({ result: false });
    const ended = end(running(), 'stopped', DAY).result;
    const last = plusMinutes(DAY, SHADOW_KEPT_DAYS * DAYS);
    expect(shadowKeptUntil(ended)).toEqual(last);
    expect(forgetShadow({ shadow: ended }, figures, plusMinutes(last, -1)).result).toBe(false);
    const forgotten = forgetShadow({ shadow: ended }, figures, last).next?.shadow ?? ended;
    expect(forgotten).toMatchObject({ figures, forgottenAt: last });
    expect(forgetShadow({ shadow: forgotten }, figures, plusMinutes(last, 1)).result).toBe(false);
  });

  it('is the only one of its policy until it ends', () => {
    const first = running();
    expect(() => start(3, {}, [first])).toThrow(refused('policy/shadowed'));
    const ended = end(first, 'stopped', DAY).result;
    expect(start(3, {}, [ended]).next?.shadows).toHaveLength(2);
  });

  it.each([
    ['its start', NIGHT, 'until/past'],
    ['the past', plusMinutes(NIGHT, -1), 'until/past'],
    ['a minute after two weeks', plusMinutes(NIGHT, 14 * DAYS + 1), 'until/too-late'],
  ])('does not run until %s', (_, until, code) => {
    const errors = [expect.objectContaining({ path: 'until', code })];
    expect(() => start(2, { until })).toThrow(
      expect.objectContaining({ code: 'request/invalid', details: { errors } }),
    );
  });

  it('may run for two weeks to the minute', () => {
    const until = plusMinutes(NIGHT, 14 * DAYS);
    expect(start(2, { until }).result.until).toEqual(until);
  });

  it('routes from its start on and no longer at its end', () => {
    const shadow = running();
    const at = (minutes: number) => runsAt(shadow, plusMinutes(NIGHT, minutes));
    expect([at(-1), at(0), at(7 * DAYS - 1), at(7 * DAYS)]).toEqual([false, true, true, false]);
    expect(runsAt(end(shadow, 'stopped', DAY).result, NIGHT)).toBe(false);
  });
});

describe('the end of a shadow', () => {
  it('is told with what it came to, and by whom', () => {
    const { result, events } = end(running(), 'stopped', DAY);
    expect(result).toMatchObject({ endedAt: DAY, ended: 'stopped', endedBy: 'admin-2', version: 2 });
    const data = { policyId: policy.id, shadowId: 'shadow-1', number: 2, ended: 'stopped', ...sums };
    expect(events).toEqual([expect.objectContaining({ type: 'policy.shadow-ended', data })]);
  });

  it('was when its time was over, however late somebody notices and whatever they wanted', () => {
    for (const ended of ['over', 'stopped'] as const) {
      const { result } = end(running(), ended, plusMinutes(UNTIL, 90));
      expect(result).toMatchObject({ endedAt: UNTIL, ended: 'over', endedBy: null });
    }
  });

  it('does not come before its time, and comes once', () => {
    expect(end(running(), 'over', plusMinutes(UNTIL, -1)).next).toBeUndefined();
    const ended = end(running(), 'stopped', DAY).result;
    expect(end(ended, 'stopped', UNTIL)).toEqual({ result: ended });
  });

  it.each<[string, PolicyState[], string | null]>([
    ['its version is put in force', ['retired', 'active', 'draft'], 'activated'],
    ['its version is retired', ['active', 'retired', 'draft'], 'retired'],
    ['another version is put in force', ['retired', 'tested', 'active'], 'replaced'],
    ['nothing is in force any more', ['retired', 'tested', 'draft'], 'replaced'],
    ['another draft is retired', ['active', 'tested', 'retired'], null],
  ])('when %s', (_, states, ended) => {
    const now = states.map((state, place) => numbered(place + 1, state));
    expect(shadowEndBy(running(), now)).toBe(ended);
  });
});
