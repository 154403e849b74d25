import type { Office, Principal } from '../../access/principal.js';
import { DomainError } from '../../core/domain-error.js';
import type { BreakGlass, Confirmer } from './break-glass.js';

type About = Pick<BreakGlass, 'healthSystemId' | 'readerId' | 'readingGroupId'>;

/**
 * Whether a person may confirm as that: a physician of the facility's health system, the network's medical director, the
 * manager of the reader's group, or the reader. A system's key is nobody.
 */
export function standsAs(principal: Principal, as: Confirmer, about: About): boolean {
  if (principal.kind !== 'user') return false;
  switch (as) {
    case 'facility-physician':
      return principal.role === 'hospital' && holds(principal, 'physician', about.healthSystemId);
    case 'medical-director':
      return holds(principal, 'medical-director', null);
    case 'supervisor':
      return principal.role === 'group-manager' && principal.organizationIds.includes(about.readingGroupId);
    case 'reader':
      return principal.readerId === about.readerId;
  }
}

/** @throws DomainError forbidden `break-glass/not-your-office` */
export function demandStanding(principal: Principal, as: Confirmer, about: About): void {
  if (standsAs(principal, as, about)) return;
  throw new DomainError('forbidden', 'break-glass/not-your-office', `This person does not confirm as ${as} here`);
}

const holds = ({ offices = [] }: Principal, office: Office, organizationId: string | null): boolean =>
  offices.some((each) => each.office === office && each.organizationId === organizationId);
