import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acceptSubmission, receivedEvents, updateStudy } from './accept-submission.js';
import { asId } from '../core/ids.js';
import { PRIORITIES, type Study } from '../studies/study.js';
import { matchStudy, type StudyMatch } from './match-study.js';
import { candidateOf, normalSample } from './samples.fixture.js';
import type { Submission } from './submission.js';

const now = new Date('2026-11-22T07:05:00Z');
const known = candidateOf(normalSample());
const match = (changes: Submission, study: Partial<Study> = {}): StudyMatch =>
  matchStudy([candidateOf(normalSample(), study)], normalSample(changes));
const updated = (changes: Submission, study: Partial<Study> = {}): Extract<StudyMatch, { outcome: 'updated' }> => {
  const found = match(changes, study);
  if (found.outcome !== 'updated') throw new Error(`was ${found.outcome}`);
  return found;
};
const stranger = { id: 'MRN2', issuer: 'MERCY' };

describe('matchStudy', () => {
  it('creates what nobody knows', () => {
    expect(matchStudy([], normalSample())).toEqual({ outcome: 'created' });
    const other = normalSample({ studyInstanceUid: '1.9', accessionNumber: 'B2', orders: [] });
    expect(matchStudy([known], other)).toEqual({ outcome: 'created' });
  });

  it('changes nothing when told the same again, in whatever state', () => {
    for (const state of ['expected', 'ready', 'reading', 'final', 'cancelled'] as const) {
      expect(match({}, { state }).outcome).toBe('unchanged');
    }
    expect(match({}, { priority: 'stat', requestedPriority: 'critical' }).outcome).toBe('unchanged');
    expect(match({}, { modalities: ['CT', 'PT'], instancesArrived: 7 }).outcome).toBe('unchanged');
  });

  it('finds it by either identity', () => {
    expect(match({ accessionNumber: null, orders: [] }).outcome).toBe('unchanged');
    expect(match({ studyInstanceUid: null }).outcome).toBe('unchanged');
  });

  it('holds another patient on the same identity, by UID or accession, whatever else is the same', () => {
    const identities: Submission[] = [
      { accessionNumber: null, orders: [] },
      { studyInstanceUid: null },
      { studyInstanceUid: '1.9' },
    ];
    for (const identity of identities) {
      expect(match({ ...identity, patient: stranger })).toMatchObject({
        outcome: 'conflict',
        code: 'intake/identity-conflict',
        reason: 'other-patient',
      });
    }
    expect(match({ patient: { id: 'MRN1', issuer: 'ELSEWHERE' } }).outcome).toBe('conflict');
  });

  it('keeps accession numbers of different issuers apart', () => {
    const other = { studyInstanceUid: '1.9', accessionIssuer: 'OTHER', orders: null, patient: stranger };
    expect(match(other)).toEqual({ outcome: 'created' });
  });

  it('lets one order have several studies of one patient', () => {
    expect(match({ studyInstanceUid: '1.9' })).toEqual({ outcome: 'created' });
  });

  it('holds a message that may mean either of two studies', () => {
    const second = candidateOf(normalSample({ studyInstanceUid: '1.9' }));
    expect(matchStudy([known, second], normalSample({ studyInstanceUid: null }))).toMatchObject({
      outcome: 'conflict',
      reason: 'several-studies',
    });
  });

  it('gives an expected study the UID it lacked', () => {
    expect(updated({}, { studyInstanceUid: null }).changes).toEqual({ studyInstanceUid: '1.2.840.113619.2.55.3' });
  });

  it('changes what may still change and leaves what is not said', () => {
    const { changes, differences } = updated({ description: 'CT HEAD W', clinicalIndication: null, priority: null });
    expect(changes).toEqual({ description: 'CT HEAD W' });
    expect(differences).toEqual([{ field: 'description', applied: true }]);
  });

  it('only records what comes after the final, and a move to another facility always', () => {
    const late = updated({ description: 'CT HEAD W', orders: [{ accessionNumber: 'A1002' }] }, { state: 'final' });
    expect(late).toMatchObject({ changes: {}, newOrders: [], patientChanges: {} });
    expect(late.differences).toEqual([
      { field: 'description', applied: false },
      { field: 'orders', applied: false },
    ]);
    expect(updated({}, { facilityId: asId('mercy-west') })).toMatchObject({
      changes: {},
      differences: [{ field: 'facility', applied: false }],
    });
  });

  it('takes new orders and what is better known of the patient', () => {
    const found = updated({
      orders: [{ accessionNumber: 'A1002' }],
      patient: { id: 'MRN1', name: { family: 'Roe' } },
    });
    expect(found.newOrders).toMatchObject([{ accessionNumber: 'A1002', issuer: 'MERCY' }]);
    expect(found.patientChanges).toEqual({ family: 'Roe' });
  });

  it('raises a priority and never lowers one', () => {
    const any = fc.constantFrom(...PRIORITIES);
    const rank = (priority: Study['priority']): number => PRIORITIES.indexOf(priority);
    fc.assert(
      fc.property(any, any, any, (requestedPriority, priority, stated) => {
        const found = match({ priority: stated }, { requestedPriority, priority });
        const changes = found.outcome === 'updated' ? found.changes : {};
        expect(rank(changes.priority ?? priority)).toBeLessThanOrEqual(rank(priority));
        expect(rank(changes.requestedPriority ?? requestedPriority)).toBe(
          Math.min(rank(requestedPriority), rank(stated)),
        );
      }),
    );
  });

  it('changes nothing when an update is told again', () => {
    fc.assert(
      fc.property(
        fc.record({
          description: fc.constantFrom('CT HEAD', 'CT NECK'),
          payer: fc.constantFrom('aetna', 'Medicaid'),
          priority: fc.constantFrom(...PRIORITIES),
          laterality: fc.constantFrom('L', 'R', null),
          images: fc.constantFrom('at-source' as const, { instances: 3 }),
        }),
        (changes) => {
          const found = match(changes, { requestedPriority: 'routine', priority: 'routine' });
          if (found.outcome !== 'updated') return;
          const next = updateStudy({ study: found.candidate.study, reads: [] }, found, now).result;
          expect(matchStudy([{ ...found.candidate, study: next }], normalSample(changes)).outcome).toBe('unchanged');
        },
      ),
    );
  });
});

describe('acceptSubmission', () => {
  const ids = { id: asId<Study['id']>('s'), patientId: asId<Study['patientId']>('p') };

  it('expects images that are sent and is ready for those that stay', () => {
    expect(acceptSubmission(normalSample(), ids, now)).toMatchObject({ state: 'expected', readyAt: null, id: 's' });
    const atSource = acceptSubmission(normalSample({ images: 'at-source' }), ids, now);
    expect(atSource).toMatchObject({ state: 'ready', readyAt: now, imagesCompleteAt: now, priority: 'critical' });
    expect(receivedEvents(atSource, []).map((event) => event.type)).toEqual(['study.received', 'study.ready']);
  });

  it('tells the log nothing of the patient, the indication or the numbers of the study', () => {
    const text = JSON.stringify(receivedEvents(acceptSubmission(normalSample(), ids, now), []));
    for (const secret of ['Doe', 'MRN1', 'weakness', '1950', 'A1001', 'Byrd']) expect(text).not.toContain(secret);
  });
});

describe('updateStudy', () => {
  it('says by name what changed and what was only recorded, and who raised the priority', () => {
    const found = updated({ description: 'CT HEAD W' }, { requestedPriority: 'stat', priority: 'stat' });
    const { events, result } = updateStudy({ study: found.candidate.study, reads: [] }, found, now);
    expect(result).toMatchObject({ description: 'CT HEAD W', priority: 'critical', version: 2 });
    expect(events?.map((event) => [event.type, event.data['changed'] ?? event.data['to']])).toEqual([
      ['study.updated', ['description', 'requestedPriority', 'priority']],
      ['study.prioritized', 'critical'],
    ]);
  });

  it('makes a study ready when its images turn out to stay at their source', () => {
    const found = updated({ images: 'at-source' });
    const { events, result } = updateStudy({ study: found.candidate.study, reads: [] }, found, now);
    expect(result).toMatchObject({ state: 'ready', readyAt: now });
    expect(events?.map((event) => event.type)).toEqual(['study.updated', 'study.ready']);
  });
});
