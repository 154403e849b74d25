import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { sharedPriority } from '../change-priority.js';
import { classifyStudy } from '../classification/classify-study.js';
import { studyEvent } from '../study-event.js';
import { studyState } from '../study-state.js';
import type { Study } from '../study.js';
import { endPlan } from './cancel-study.js';
import { isOpen, requireNoResults, requireOwnPlan } from './correction.js';
import { type Corrected, type CorrectionRows, ofStudy, withRows } from './correction-rows.js';
import { endHold } from './resume-study.js';

export const LINK_REASONS = ['one-examination', 'ordered-as-several', 'read-together', 'other'] as const;
export type LinkReason = (typeof LINK_REASONS)[number];

export interface Linking {
  /** Is read with the other from now on. */
  id: StudyId;
  /** Its reads and its report cover both. */
  leaderId: StudyId;
  reason: LinkReason;
  /** How many studies are read with the one that is to be linked. */
  leads: number;
}

/**
 * One read and one report for several studies: the linked one has no reads of its own any more, whoever was at one is told,
 * and its clocks count nowhere. The leader needs the competence of both and is as pressing as the more pressing one. Linking
 * what is linked so already changes nothing.
 *
 * @throws DomainError invalid `link/itself`; conflicts `link/other-patient`, `link/reading-begun` (its reader may lack the
 * competence), `study/has-results`, `study/closed`, `study/leads-others`, `study/linked`, `study/merged`
 */
export function linkStudies(rows: CorrectionRows, linking: Linking, now: Instant): Change<CorrectionRows, Corrected> {
  const { id, leaderId, reason } = linking;
  if (id === leaderId) throw new DomainError('invalid', 'link/itself', 'A study cannot be read with itself');
  const [own, leader] = [ofStudy(rows, id), ofStudy(rows, leaderId)];
  if (own.study.linkedTo === leaderId) return { result: { shown: id, planned: [] } };
  requireLinkable(own.study, linking);
  requireLeader(leader.study);
  if (own.study.patientId !== leader.study.patientId) {
    throw new DomainError('conflict', 'link/other-patient', 'The studies are of two patients');
  }
  const leading = leadingBoth(leader.study, own.study);
  const grows = leading.modalities.join() !== leader.study.modalities.join();
  if (grows && leader.reads.some((read) => isOpen(read) && read.openedAt !== null)) {
    const message = 'The other study is being read: its reader may lack the competence for this one';
    throw new DomainError('conflict', 'link/reading-begun', message);
  }
  const ended = endPlan(endHold(own, now), 'study-linked', now);
  const bare = { ...ended.study, linkedTo: leaderId, readyAt: own.study.readyAt, eta: null };
  const study: Study = { ...bare, state: studyState(bare, ended.reads), version: own.study.version + 1 };
  const next = withRows(rows, [
    { study, reads: ended.reads, clocks: ended.clocks },
    { ...leader, study: leading },
  ]);
  const events = [
    studyEvent('study.linked', study, [...own.reads, ...leader.reads], { linkedTo: leaderId, reason }),
    ...ended.events,
    studyEvent('study.linked', leading, leader.reads, { linked: id, reason }),
  ];
  return { next, events, result: { shown: id, planned: [leaderId] } };
}

function requireLinkable(study: Study, { leads }: Linking): void {
  requireOwnPlan(study);
  requireNoResults(study);
  if (study.state === 'cancelled' || study.state === 'retracted') closed(study);
  if (leads === 0) return;
  throw new DomainError('conflict', 'study/leads-others', `${leads} studies are read with this one: split them first`);
}

function requireLeader(study: Study): void {
  requireOwnPlan(study);
  if (study.state === 'cancelled' || study.state === 'final' || study.state === 'retracted') closed(study);
}

function closed({ state }: Study): never {
  throw new DomainError('conflict', 'study/closed', `A study is ${state}: nothing of it is left to read`);
}

/** What the leader is once it stands for both. */
function leadingBoth(leader: Study, linked: Study): Study {
  const { modalities, modalityFamily, planar } = classifyStudy({
    modalities: [...leader.modalities, ...linked.modalities],
    imageTypes: leader.modalityFamily === 'SPECT' && !leader.planar ? ['TOMO'] : [],
  });
  const grown = modalities.join() !== leader.modalities.join();
  return {
    ...leader,
    ...(grown ? { modalities, modalityFamily, planar } : {}),
    ...sharedPriority(leader, linked),
    protocol: leader.protocol ?? linked.protocol,
    version: leader.version + 1,
  };
}
