import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import { checkParameters } from './check-parameters.js';
import type { NetworkParameters } from './network-parameters.js';
import { DEFAULT_NETWORK_PARAMETERS, parameterAt } from './network-parameters.js';
import { PARAMETER_FIELDS } from './parameter-fields.js';

/** A version of the network's parameters; the one with the highest number is in force. Number 0 is the product's own. */
export interface ParametersVersion {
  number: number;
  parameters: NetworkParameters;
  reason: string;
  by: string;
  inForceAt: Instant;
  /** The what-if run it was tried in. */
  whatIfId: string | null;
  /** The number it went back to. */
  backTo: number | null;
}

export interface ParametersProposal extends Pick<ParametersVersion, 'parameters' | 'reason' | 'by' | 'whatIfId'> {
  backTo?: number;
}

/** One field that differs between two sets. */
export interface ParameterDifference {
  path: string;
  from: number;
  to: number;
}

/** What differs, in the order of the fields. */
export function parameterDifferences(from: NetworkParameters, to: NetworkParameters): ParameterDifference[] {
  return PARAMETER_FIELDS.flatMap(({ path }) => {
    const [was, is] = [parameterAt(from, path), parameterAt(to, path)];
    return typeof was === 'number' && typeof is === 'number' && was !== is ? [{ path, from: was, to: is }] : [];
  });
}

/**
 * The version after `latest` (null where the product's own are in force). Errors: invalid `dispatch/parameters` with each
 * field and rule; conflict `dispatch/parameters-same` where nothing would change.
 */
export function putInForce(
  latest: Pick<ParametersVersion, 'number' | 'parameters'> | null,
  proposal: ParametersProposal,
  now: Instant,
): { version: ParametersVersion; differences: ParameterDifference[] } {
  const { parameters, reason, by, whatIfId, backTo = null } = proposal;
  const errors = checkParameters(parameters);
  const [first] = errors;
  if (first) throw new DomainError('invalid', 'dispatch/parameters', `${first.path}: ${first.message}`, { errors });
  const differences = parameterDifferences(latest?.parameters ?? DEFAULT_NETWORK_PARAMETERS, parameters);
  if (differences.length === 0)
    throw new DomainError('conflict', 'dispatch/parameters-same', 'These parameters are in force already');
  const number = (latest?.number ?? 0) + 1;
  return { version: { number, parameters, reason, by, inForceAt: now, whatIfId, backTo }, differences };
}
