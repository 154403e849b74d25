import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { sampleReport } from '../../reading/samples.fixture.js';
import { at } from '../../sla/samples.fixture.js';
import { samplePatient, sampleRead, sampleStudy } from '../samples.fixture.js';
import type { Patient } from '../study.js';
import { correctIdentity, type IdentityCorrecting, type IdentityRows, questionIdentity } from './correct-identity.js';
import { mergePatients } from './merge-patients.js';

const jane = samplePatient();
const bob = samplePatient({ id: asId('bob'), mrn: 'MRN2', given: 'Bob' });
const reading = sampleRead({ state: 'in-progress', readerId: asId('ada'), openedAt: at(1) });
const rowsOf = (changes: Partial<IdentityRows> = {}): IdentityRows => ({
  study: sampleStudy({ identityUnconfirmed: true, priors: [{ studyInstanceUid: '1.9', accessionNumber: null }] }),
  reads: [reading],
  reports: [],
  patients: [jane, bob],
  ...changes,
});
const correct = (
  patient: Patient | null,
  changes: Partial<IdentityRows> = {},
  more: Partial<IdentityCorrecting> = {},
) => correctIdentity(rowsOf(changes), { patient, reason: 'wrong-patient', leads: 0, ...more });
const known = { study: sampleStudy() };

describe('whose a study is', () => {
  it('is confirmed as it stands', () => {
    const change = correct(null);
    expect(change.next?.study).toMatchObject({ identityUnconfirmed: false, patientId: jane.id, version: 2 });
    expect(change.events).toMatchObject([
      { type: 'study.identity-corrected', readerIds: ['ada'], data: { kind: 'confirmed', reason: 'wrong-patient' } },
    ]);
    expect(correct(null, known).next).toBeUndefined();
    expect(correct(jane, known).next).toBeUndefined();
  });

  it('is somebody else: the study moves, without the priors of the other; the log names nobody', () => {
    const change = correct(bob);
    expect(change.next?.study).toMatchObject({ patientId: bob.id, priors: [], identityUnconfirmed: false });
    expect(change.events?.[0]?.data).toEqual({ kind: 'moved', reason: 'wrong-patient' });
  });

  it('is who it was, better known: what is out is marked and keeps its text', () => {
    const better = { ...jane, birthDate: '1951-01-31', version: 2 };
    const final = sampleReport({ kind: 'final' });
    const change = correct(better, { reports: [final] });
    expect(change.result).toBe('demographics');
    expect(change.next?.patients).toEqual([better]);
    expect(change.next?.reports).toEqual([{ ...final, flags: [...final.flags, 'identity-corrected'] }]);
    const twice = correct(better, { reports: change.next?.reports ?? [] });
    expect(twice.next?.reports?.[0]?.flags.filter((flag) => flag === 'identity-corrected')).toHaveLength(1);
  });

  it('is not changed under a report that went out for the wrong patient, until that is retracted', () => {
    const out = sampleReport({ kind: 'preliminary' });
    expect(() => correct(bob, { reports: [out] })).toThrow(
      expect.objectContaining({
        code: 'identity/report-issued',
        details: { facts: { reportIds: [out.id], readIds: [out.readId] } },
      }),
    );
    const retracted = { ...out, flags: ['retracted'] };
    expect(correct(bob, { reports: [retracted] }).next?.study?.patientId).toBe(bob.id);
  });

  it('is not changed where others are read with it, nor on what is read with another', () => {
    expect(() => correct(bob, {}, { leads: 1 })).toThrow(expect.objectContaining({ code: 'study/leads-others' }));
    const linked = { study: sampleStudy({ linkedTo: asId('study-2') }) };
    expect(() => correct(bob, linked)).toThrow(expect.objectContaining({ code: 'study/linked' }));
  });

  it('is questioned once: the study stays where it is', () => {
    const rows = { study: sampleStudy({ state: 'reading' }), reads: [reading] };
    const change = questionIdentity(rows, 'other-patient');
    expect(change.next?.study).toEqual({ ...rows.study, identityUnconfirmed: true, version: 2 });
    expect(change.events).toMatchObject([{ type: 'study.identity-questioned', readerIds: ['ada'] }]);
    expect(questionIdentity({ ...rows, study: sampleStudy({ identityUnconfirmed: true }) }, 'x')).toEqual({
      result: false,
    });
  });
});

describe('two records of one person', () => {
  const merge = (patients = [jane, bob], ids = { from: jane.id, into: bob.id }) =>
    mergePatients({ patients, studies: [sampleStudy()], reads: [reading] }, { ...ids, reason: 'registered-twice' });

  it('become one: studies follow, the record that goes says who it is', () => {
    const change = merge();
    expect(change.next?.patients).toEqual([{ ...jane, mergedInto: bob.id, version: 2 }]);
    expect(change.next?.studies).toMatchObject([{ patientId: bob.id, version: 2 }]);
    expect(change.events).toMatchObject([{ type: 'patient.merged', readerIds: ['ada'], studyId: 'study-1' }]);
    expect(merge([{ ...jane, mergedInto: bob.id }, bob])).toEqual({ result: [] });
  });

  it.each<[string, Patient[], { from: Patient['id']; into: Patient['id'] }, string]>([
    ['with themselves', [jane], { from: jane.id, into: jane.id }, 'patient/itself'],
    ['in a circle', [jane, { ...bob, mergedInto: jane.id }], { from: jane.id, into: bob.id }, 'patient/merged-already'],
    ['twice', [{ ...jane, mergedInto: asId('eve') }, bob], { from: jane.id, into: bob.id }, 'patient/merged-already'],
    ['with nobody', [jane], { from: jane.id, into: bob.id }, 'patient/not-found'],
  ])('are not merged %s', (_, patients, ids, code) => {
    expect(() => merge(patients, ids)).toThrow(expect.objectContaining({ code }));
  });
});
