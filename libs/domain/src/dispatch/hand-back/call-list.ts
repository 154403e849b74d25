import type { Instant } from '../../core/instant.js';
import { withinHours } from '../../network/local-time.js';
import type { Facility } from '../../network/network.js';

/** A contact as they stood on the tree when the calling began: later edits of the facility do not rewrite it. */
export interface Callee {
  role: string;
  name: string | null;
  phone: string;
  /** Whether these are their hours. */
  onDuty: boolean;
}

/**
 * Whom to call now, in order: those of the facility's tree whose hours these are, then the others as a last resort. A
 * facility without a tree has its switchboard; without a phone either, nobody, which the network hears of at once.
 */
export function callListOf({ callTree, phone }: Pick<Facility, 'callTree' | 'phone'>, now: Instant): Callee[] {
  if (callTree.length === 0) return phone === null ? [] : [{ role: 'switchboard', name: null, phone, onDuty: true }];
  const callees = callTree.map(({ hours, name, phone: number, role }) => {
    return { role, name, phone: number, onDuty: hours === null || withinHours(hours, now) };
  });
  return [...callees.filter(({ onDuty }) => onDuty), ...callees.filter(({ onDuty }) => !onDuty)];
}
