import type { DispatchParams } from '../dispatch-params.js';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch-params.js';
import type { PlanParams } from '../plan/plan-params.js';
import { DEFAULT_PLAN_PARAMS } from '../plan/plan-params.js';

/** Everything that a network may set about dispatch. */
export interface NetworkParameters {
  dispatch: Required<DispatchParams>;
  plan: PlanParams;
}

/** The product's own. */
export const DEFAULT_NETWORK_PARAMETERS: NetworkParameters = {
  dispatch: DEFAULT_DISPATCH_PARAMS as Required<DispatchParams>,
  plan: DEFAULT_PLAN_PARAMS,
};

/** The number at a field's path; undefined where there is none. */
export function parameterAt(parameters: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      parameters,
    );
}

/** The same with another number at a path. */
export const withParameter = (parameters: NetworkParameters, path: string, value: number): NetworkParameters =>
  replaced(parameters, path.split('.'), value) as NetworkParameters;

function replaced(owner: unknown, [key = '', ...rest]: readonly string[], value: number): unknown {
  const known = owner as Record<string, unknown>;
  return { ...known, [key]: rest.length === 0 ? value : replaced(known[key], rest, value) };
}
