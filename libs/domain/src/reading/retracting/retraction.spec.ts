import { describe, expect, it } from '@jest/globals';
import { asId, type ReadId } from '../../core/ids.js';
import { planningOf } from '../../routing/samples.fixture.js';
import { sampleClock } from '../../sla/samples.fixture.js';
import type { Study } from '../../studies/study.js';
import { sampleRead } from '../../studies/samples.fixture.js';
import { studyState } from '../../studies/study-state.js';
import { acknowledgeDuty } from '../duties/act-on-duty.js';
import { openDiscrepancy, openDuty } from '../duties/open-duty.js';
import { ADA, at, BEA, openRead, rowsOf, sampleReport } from '../samples.fixture.js';
import { signAddendum } from '../signing/sign-addendum.js';
import { signing } from '../samples.fixture.js';
import { retractReports, type Retracting, type RetractionRows } from './retract-reports.js';

const READ = asId<ReadId>('read-1');
const done = openRead({ state: 'completed', completedAt: at(10) });
const own = { readId: done.id, authorId: ADA.readerId, authorName: ADA.name };
const preliminary = sampleReport({ ...own, id: asId('prelim-1'), signedAt: at(5) });
const final = sampleReport({ ...own, id: asId('final-1'), kind: 'final', signedAt: at(10) });
const addendum = sampleReport({ ...own, id: asId('addendum-1'), kind: 'addendum', signedAt: at(20) });
const stopped = sampleClock({ id: asId('old'), readId: done.id, stoppedAt: at(10) });
const asker = { name: 'Dr Emre Ward', phone: '+1-555-0100' };

const rows = (changes: Partial<RetractionRows> = {}, study: Partial<Study> = {}): RetractionRows => ({
  ...rowsOf([done], [final], { state: 'final', requester: asker, ...study }),
  clocks: [stopped],
  duties: [],
  ...changes,
});
const asked = (changes: Partial<Retracting> = {}): Retracting => {
  let count = 0;
  const next = <T>(kind: string) => `${kind}-${count++}` as T;
  return {
    id: asId('retraction-1'),
    readId: READ,
    reportId: null,
    readerId: ADA.readerId,
    kind: 'wrong-patient',
    reason: 'Images of Jane Roe',
    by: { id: 'ada', name: ADA.name },
    newIds: { read: () => next('new-read'), clock: () => next('new-clock'), duty: () => next('duty') },
    ...changes,
  };
};
const retract = (given: RetractionRows, changes: Partial<Retracting> = {}) => {
  const planning = planningOf({ study: given.study }, at(60));
  return retractReports(given, asked(changes), planning, at(60));
};
const types = (change: ReturnType<typeof retract>) => change.events?.map(({ type }) => type);

describe('a retraction', () => {
  it('marks the report, and puts a read in its place that somebody may take, with a time and a clock of its own', () => {
    const { next, result } = retract(rows());
    expect(next?.reports).toMatchObject([{ id: 'final-1', flags: ['retracted'], impression: final.impression }]);
    expect(next?.study).toMatchObject({ state: 'retracted' });
    expect(result.replacement).toMatchObject({ purpose: 'primary', issues: 'final', state: 'queued', ordinal: 1 });
    expect(result.replacement?.ladder[0]?.openedAt).not.toBeNull();
    expect(result.replacement?.dueAt && result.replacement.dueAt > at(60)).toBe(true);
    expect(next?.clocks).toMatchObject([
      stopped,
      { readId: result.replacement?.id, startedAt: at(60), stoppedAt: null },
    ]);
    expect(next?.reads?.[0]).toMatchObject({ state: 'completed', completedAt: at(10), version: 4 });
  });

  it('is told to all without the words of why, and stays withdrawn whoever takes the new read', () => {
    const change = retract(rows());
    expect(types(change)).toEqual(['report.retracted', 'read.queued', 'sla.started', 'retraction.notice-opened']);
    expect(change.events?.[0]).toMatchObject({ readId: READ, readerIds: ['ada'], data: { kind: 'wrong-patient' } });
    expect(JSON.stringify(change.events)).not.toContain('Jane Roe');
    const reads = change.next?.reads ?? [];
    expect(studyState({ ...rows().study, state: 'retracted' }, reads)).toBe('retracted');
  });

  it('withdraws all that a read gave, its addenda too, or the one report that is named', () => {
    const all = retract(rows({ reports: [preliminary, final, addendum] }));
    expect(all.result.retraction.reportIds).toEqual(['prelim-1', 'final-1', 'addendum-1']);
    const finalAlone = retract(rows({ reports: [preliminary, final, addendum] }), { reportId: final.id });
    expect(finalAlone.result.retraction.reportIds).toEqual(['final-1', 'addendum-1']);
    expect(finalAlone.next?.study?.state).toBe('preliminary');
    const addendumAlone = retract(rows({ reports: [final, addendum] }), { reportId: addendum.id });
    expect([addendumAlone.result.replacement, addendumAlone.next?.study?.state]).toEqual([null, 'final']);
  });

  it('of a final over somebody’s preliminary leaves that one standing, also for a rule that loads no reports', () => {
    const prelim = sampleRead({
      id: asId('prelim'),
      issues: 'preliminary',
      state: 'completed',
      readerId: BEA.readerId,
    });
    const late = { ...done, ordinal: 1 };
    const { next, result } = retract(rows({ reads: [prelim, late], reports: [sampleReport(), final] }));
    expect(next?.study?.state).toBe('preliminary');
    expect(result.replacement?.ordinal).toBe(2);
    expect(studyState({ ...rows().study, state: 'preliminary' }, next?.reads ?? [])).toBe('preliminary');
  });

  it('of a preliminary asks for another only while no final stands', () => {
    const read = { ...done, issues: 'preliminary' as const };
    const alone = retract(rows({ reads: [read], reports: [preliminary] }, { state: 'preliminary' }));
    expect(alone.result.replacement).toMatchObject({ issues: 'preliminary' });
    const other = sampleReport({ id: asId('other'), kind: 'final', readId: asId('second') });
    const second = openRead({ id: asId('second'), ordinal: 1, state: 'completed', readerId: BEA.readerId });
    const finished = retract(rows({ reads: [read, second], reports: [preliminary, other] }));
    expect([finished.result.replacement, finished.next?.study?.state]).toEqual([null, 'final']);
  });

  it('of a preliminary whose reader is still at it leaves them at it', () => {
    const reading = retract(rows({ reads: [openRead()], reports: [preliminary] }, { state: 'preliminary' }));
    expect(reading.result.replacement).toBeNull();
    expect(reading.next?.study?.state).toBe('retracted');
  });

  it('ends an addendum under way: there is nothing left to add to', () => {
    const extra = openRead({ id: asId('extra'), ordinal: 1, purpose: 'addendum', readerId: BEA.readerId });
    const clock = sampleClock({ id: asId('extra-clock'), readId: extra.id });
    const change = retract(rows({ reads: [done, extra], clocks: [stopped, clock] }));
    expect(change.next?.reads?.[1]).toMatchObject({ state: 'cancelled', readerId: null });
    expect(change.next?.clocks?.[1]).toMatchObject({ voidedAt: at(60) });
    expect(types(change)).toContain('read.cancelled');
    const after = rowsOf(change.next?.reads ?? [], change.next?.reports ?? [], { state: 'retracted' });
    expect(() => signAddendum(after, signing(), at(61))).toThrow(expect.objectContaining({ code: 'report/no-final' }));
  });
});

describe('everybody who was told', () => {
  it('is told again, once each: by voice, reached or acknowledging before, and whoever asked', () => {
    const verbal = sampleReport({ ...own, id: asId('verbal-1'), kind: 'verbal', toldName: 'Nurse Kim', toldAt: at(3) });
    const found = { id: asId('known'), source: 'final-over-preliminary', readId: READ, formerReportId: null } as const;
    const { duty } = openDiscrepancy(rows(), { ...found, id: asId('known'), reportId: final.id }, at(11));
    const acknowledging = {
      name: 'Dr Lee',
      role: null,
      readBack: null,
      at: null,
      by: asked().by,
      side: 'hospital',
    } as const;
    const known = acknowledgeDuty({ ...rows(), duty }, acknowledging, at(15)).result;
    const { next, result } = retract(rows({ reports: [verbal, final], duties: [known] }));
    expect(result.notices.map(({ toName, source, kind }) => [kind, source, toName])).toEqual([
      ['retraction', 'wrong-patient', 'Nurse Kim'],
      ['retraction', 'wrong-patient', 'Dr Lee'],
      ['retraction', 'wrong-patient', 'Dr Emre Ward'],
    ]);
    expect(next?.duties?.find(({ id }) => id === duty.id)).toMatchObject({ closure: { outcome: 'report-retracted' } });
  });

  it('closes a finding told before the read was signed, and tells those it had reached', () => {
    const tried = { channel: 'phone', person: 'Nurse Kim', outcome: 'reached', note: null } as const;
    const found = { id: asId<never>('duty-0'), kind: 'critical-result', source: 'urgent', targetMinutes: 60 } as const;
    const { duty } = openDuty({ study: rows().study, reads: [done] }, { ...found, readId: READ }, at(2));
    const told = { ...duty, attempts: [{ ...tried, by: { id: 'ada', name: ADA.name }, at: at(3).toISOString() }] };
    const { next, result } = retract(rows({ duties: [told] }));
    expect(next?.duties?.find(({ id }) => id === duty.id)?.closure).toEqual({ outcome: 'report-retracted', by: null });
    expect(result.notices.map(({ toName }) => toName)).toEqual(['Nurse Kim', 'Dr Emre Ward']);
  });

  it('is whoever answers at the facility where nobody is named', () => {
    const { result } = retract(rows({}, { requester: null }));
    expect(result.notices).toMatchObject([{ toName: null, formerReportId: 'final-1' }]);
  });
});

describe('a retraction is refused', () => {
  it.each<[string, Partial<RetractionRows>, Partial<Retracting>, string]>([
    ['to another reader', {}, { readerId: BEA.readerId }, 'retract/not-author'],
    [
      'of what is withdrawn already',
      { reports: [{ ...final, flags: ['retracted'] }] },
      {},
      'retract/already-retracted',
    ],
    ['of a read that gave nothing', { reports: [] }, {}, 'retract/nothing-signed'],
    ['of a report that is not the read’s', {}, { reportId: asId('elsewhere') }, 'report/not-found'],
    ['of a read that is not the study’s', {}, { readId: asId('elsewhere') }, 'read/not-found'],
  ])('%s', (_, changes, more, code) => {
    expect(() => retract(rows(changes), more)).toThrow(expect.objectContaining({ code }));
  });

  it('but an administrator may withdraw anybody’s', () => {
    expect(retract(rows(), { readerId: null }).result.reports).toHaveLength(1);
  });
});
