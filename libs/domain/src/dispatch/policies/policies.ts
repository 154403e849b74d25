import { cherryPick } from './cherry-pick.js';
import type { PolicyMaker } from './dispatch-policy.js';
import { atc } from './index-policy.js';
import { leastSlack } from './least-slack.js';
import { earliestDeadline, fifo, priorityPull } from './pull-policy.js';
import { plainPlan, rollingPlan } from './rolling-plan.js';
import { staticPush } from './static-push.js';

/** A policy by the name it is compared under. */
export interface NamedPolicy {
  maker: PolicyMaker;
  /** Told the true reading times: a reference that nobody can be, no policy. */
  knowsReadingTimes: boolean;
  about: string;
}

const policy = (maker: PolicyMaker, about: string, knowsReadingTimes = false): NamedPolicy => ({
  maker,
  about,
  knowsReadingTimes,
});

/** `default` is the product's own; the others are what it is held against. */
export const POLICIES = {
  default: policy(rollingPlan, 'the product’s own: the rolling plan over the ATC index'),
  fifo: policy(fifo, 'oldest first'),
  'priority-pull': policy(priorityPull, 'priority, then service level, then oldest: the usual worklist'),
  'cherry-pick': policy(cherryPick, 'as priority-pull, but six picks in ten go by pay for the minute'),
  'static-push': policy(staticPush, 'bound on arrival to the least loaded eligible reader'),
  edf: policy(earliestDeadline, 'earliest deadline first'),
  'least-slack': policy(leastSlack, 'least slack first, skills conserved'),
  atc: policy(atc, 'the ATC index, skills conserved'),
  'rolling-plan': policy(plainPlan, 'an auction every half minute, the ATC index between'),
  'rolling-plan-known-times': policy(plainPlan, 'the same, told every true reading time: a reference', true),
  'default-known-times': policy(rollingPlan, 'the product’s own, told every true reading time: a reference', true),
} as const satisfies Record<string, NamedPolicy>;

export type PolicyName = keyof typeof POLICIES;
export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[];

/** What `ratioToPriorityPull` is a ratio to. */
export const REFERENCE_POLICY: PolicyName = 'priority-pull';
