import type { InstanceStudy } from './dispatch-instance.js';

/** Studies of one kind have the same readers by every hard rule. */
export const kindOf = ({ facility, modality, subspecialty }: InstanceStudy): string =>
  [facility, modality, subspecialty ?? ''].join('\n');
