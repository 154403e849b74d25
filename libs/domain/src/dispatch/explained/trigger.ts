/** What set a decision off. */
export const TRIGGERS = [
  'ready',
  'reader-free',
  'declined',
  'expired',
  'released',
  'broadened',
  'preempted',
  'taken',
  'manager',
] as const;
export type Trigger = (typeof TRIGGERS)[number];
