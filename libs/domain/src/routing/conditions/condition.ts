import type { WeeklyHours } from '../../network/network.js';

/** One test of a study's attribute. `path` is an attribute of `StudyAttributes`; a missing attribute never matches. */
export interface Condition {
  attribute: string;
  operator: 'equals' | 'not-equals' | 'in' | 'not-in' | 'at-least' | 'at-most' | 'contains' | 'exists' | 'within-hours';
  value?: string | number | boolean | string[];
  /** For `within-hours` on `now`: the facility's local hours, its zone when `zone` is empty. */
  hours?: WeeklyHours;
}
