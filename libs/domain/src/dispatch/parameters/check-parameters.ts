import type { FieldError } from '../../core/domain-error.js';
import { PRIORITIES } from '../../studies/study.js';
import type { NetworkParameters } from './network-parameters.js';
import { parameterAt } from './network-parameters.js';
import { PARAMETER_FIELDS, type ParameterField } from './parameter-fields.js';

/**
 * What is wrong with a set of parameters, field by field; nothing where it may be put in force. Weights and maximum waits are
 * promises: they have a least, and the more urgent priority never weighs less or waits longer.
 */
export function checkParameters(parameters: NetworkParameters): FieldError[] {
  const errors = PARAMETER_FIELDS.flatMap((field) => outOfBounds(field, parameterAt(parameters, field.path)));
  return errors.length > 0 ? errors : [...outOfOrder(parameters), ...keptTooLong(parameters)];
}

function outOfBounds({ path, least, most, whole, promise }: ParameterField, value: unknown): FieldError[] {
  const error = (code: string, message: string): FieldError[] => [{ path, code, message }];
  if (typeof value !== 'number' || !Number.isFinite(value)) return error('parameter/number', 'It must be a number');
  if (value < least) {
    const why = promise ? `: it is a promise and cannot be switched off` : '';
    return error('parameter/too-low', `It must be at least ${least}${why}`);
  }
  if (value > most) return error('parameter/too-high', `It must be at most ${most}`);
  if (whole && !Number.isInteger(value)) return error('parameter/whole', 'It must be a whole number');
  return [];
}

/** From the most urgent on, weights fall and maximum waits grow. */
function outOfOrder({ dispatch: { weights, maximumWaitMinutes } }: NetworkParameters): FieldError[] {
  return PRIORITIES.flatMap((priority, index) => {
    const above = PRIORITIES[index - 1];
    if (!above) return [];
    const errors: FieldError[] = [];
    const error = (path: string, message: string) =>
      errors.push({ path: `${path}.${priority}`, code: 'parameter/order', message });
    if (weights[priority] > weights[above])
      error('dispatch.weights', `It must not weigh more than ${above} work (${weights[above]})`);
    if (maximumWaitMinutes[priority] < maximumWaitMinutes[above])
      error('dispatch.maximumWaitMinutes', `It must not be below that of ${above} work (${maximumWaitMinutes[above]})`);
    return errors;
  });
}

/** Keeping a read may not eat up the wait that is promised. */
function keptTooLong({ dispatch: { keepMinutes, maximumWaitMinutes } }: NetworkParameters): FieldError[] {
  return PRIORITIES.filter((priority) => keepMinutes[priority] > maximumWaitMinutes[priority] / 2).map((priority) => ({
    path: `dispatch.keepMinutes.${priority}`,
    code: 'parameter/kept-too-long',
    message: `It must be at most half of the maximum wait (${maximumWaitMinutes[priority] / 2})`,
  }));
}
