import type { Condition } from '../conditions/condition.js';

/** What a policy may have been asked for and may make of it. A critical study is nobody's to turn down, and none is made here. */
export const RULED_FROM = ['stat', 'urgent', 'routine'] as const;
export const RULED_TO = ['stat', 'urgent'] as const;

/**
 * What a requested priority counts as here. Tried in order, the facility's before the health system's before the network's,
 * when the priority is asked for; the first that matches decides. One that leaves the priority as it is exempts what it
 * matches from those behind it. That STAT counts as urgent at least is in the type.
 */
export interface PriorityRule {
  id: string;
  name: string;
  /** All must hold; none means always. */
  conditions: Condition[];
  from: (typeof RULED_FROM)[number];
  to: (typeof RULED_TO)[number];
  /** Told to the site beside what it asked for. */
  reason: string;
}
