import type { ReaderId, StudyId } from '../core/ids.js';

export const ROLES = ['administrator', 'group-manager', 'reader', 'hospital', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** What a membership makes of somebody beside its role, for as long as it is in force. */
export const OFFICES = ['medical-director', 'physician'] as const;
export type Office = (typeof OFFICES)[number];

/** An office with where it is held; a medical director's is the network's. */
export interface HeldOffice {
  office: Office;
  organizationId: string | null;
}

/** Who asks: a person's token or a system's API key (which acts as `hospital` for its health system). */
export interface Principal {
  id: string;
  kind: 'user' | 'api-key';
  role: Role;
  name: string;
  /** Health systems for `hospital`, reading groups for `group-manager` and `reader`; empty for network roles. */
  organizationIds: string[];
  readerId: ReaderId | null;
  /** Of people: the medical director of the network, a physician of a health system. */
  offices?: readonly HeldOffice[];
  /** Facilities an API key is limited to; empty is all of its health system. */
  facilityIds: string[];
  /** The sign-in a person's token came from; what is made from the token dies with it. */
  signInId?: string;
  /** Of a viewer's token: the one study it is good for. Absent, the role alone says how far it reaches. */
  studyId?: StudyId;
  /** Where the request came from, for the log of who looked. */
  address?: string;
}
