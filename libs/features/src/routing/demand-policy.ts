import { demand, type Action, type Policy, type Principal } from '@overread/domain';

/**
 * Refuses who may not do this with a policy. The network's stands over every health system, which may look at it as at its
 * own; what is shown of its studies is theirs alone.
 */
export function demandPolicy(principal: Principal, action: Action, { healthSystemId }: Policy): void {
  if (healthSystemId === null && principal.role === 'hospital') demand(principal, action);
  else demand(principal, action, { healthSystemId });
}
