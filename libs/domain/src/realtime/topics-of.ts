import type { DomainEvent } from '../core/event.js';

/** The topics that may see an event: the network, its health system, its groups, its readers' lists and its study. */
export function topicsOf(event: DomainEvent): string[] {
  const topics = ['network'];
  if (event.healthSystemId !== null) topics.push(`health-system:${event.healthSystemId}`);
  for (const group of new Set(event.readingGroupIds)) topics.push(`reading-group:${group}`);
  for (const reader of new Set(event.readerIds)) topics.push(`worklist:${reader}`);
  if (event.studyId !== null) topics.push(`study:${event.studyId}`);
  return topics;
}
