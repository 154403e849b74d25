import { Injectable } from '@nestjs/common';
import {
  blindedReaders,
  DomainError,
  loggedTopic,
  parseTopic,
  topicAllowed,
  type LoggedEvent,
  type Principal,
  type Resource,
  type StudyId,
  type Topic,
} from '@overread/domain';
import { Database, scopeOf } from '@overread/platform';
import { NetworkDirectory } from '../network/index.js';
import { studyResource } from '../sla/index.js';
import { loadBundles } from '../studies/index.js';

export interface AllowedTopic {
  topic: Topic;
  /** As the log names it. */
  logged: string;
}

/** Who may follow what. */
@Injectable()
export class TopicAccess {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  /**
   * @throws DomainError invalid `topic/invalid`; not-found `topic/not-found`, the same for what does not exist and what
   * is not to be known of; forbidden `topic/forbidden` for what everybody knows of
   */
  async demand(principal: Principal, name: string): Promise<AllowedTopic> {
    const topic = parseTopic(name);
    if (topic === null) throw new DomainError('invalid', 'topic/invalid', 'there is no topic of this name');
    const study = topic.kind === 'study' ? await this.studyOf(principal, topic.id as StudyId) : null;
    const missing = topic.kind === 'study' ? study === null : !this.exists(topic);
    if (missing || (topic.id !== null && study === null && !topicAllowed(principal, topic)))
      throw new DomainError('not-found', 'topic/not-found', 'there is no such topic here');
    if (!topicAllowed(principal, topic, study))
      throw new DomainError('forbidden', 'topic/forbidden', `the role ${principal.role} may not follow this topic`);
    return { topic, logged: loggedTopic(principal, topic) };
  }

  private exists(topic: Topic): boolean {
    const { healthSystems, groups } = this.directory.snapshot();
    if (topic.kind === 'health-system') return healthSystems.has(topic.id as never);
    return topic.kind !== 'reading-group' || groups.has(topic.id as never);
  }

  /** Whose the study is; null when the principal may not see it. */
  private async studyOf(principal: Principal, id: StudyId): Promise<Resource | null> {
    const [bundle] = await this.database.transaction(scopeOf(principal), (tx) => loadBundles(tx, [id]));
    if (!bundle) return null;
    const resource = studyResource(bundle.study, bundle.reads);
    if (!topicAllowed(principal, { kind: 'study', id }, resource)) return null;
    return { ...resource, blindedReaderIds: blindedReaders(bundle.reads) };
  }
}

/**
 * Whether the event itself says that the principal may see it. A study's topic outlives a reader's hold of the study:
 * when the reader or the group is no longer among those an event names, access is asked for again.
 */
export function isAudience(principal: Principal, topic: string, event: LoggedEvent): boolean {
  if (!topic.startsWith('study:')) return true;
  if (principal.role === 'reader') return principal.readerId !== null && event.readerIds.includes(principal.readerId);
  if (principal.role !== 'group-manager') return true;
  return event.readingGroupIds.some((group) => principal.organizationIds.includes(group));
}
