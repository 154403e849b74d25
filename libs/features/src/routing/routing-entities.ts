import { ClosureEntity } from './calendar/closure.entity.js';
import { JurisdictionRuleEntity } from './jurisdictions/jurisdiction-rule.entity.js';
import { PolicyForbiddenEntity } from './jurisdictions/policy-forbidden.entity.js';
import { PolicyEntity } from './policy.entity.js';
import { PolicyVersionEntity } from './policy-version.entity.js';
import { RoutingDecisionEntity } from './routing-decision.entity.js';
import { PolicyShadowEntity } from './shadow/policy-shadow.entity.js';
import { ShadowRoutingEntity } from './shadow/shadow-routing.entity.js';
import { PolicyTestRunEntity } from './testing/policy-test-run.entity.js';

export const ROUTING_ENTITIES = [
  ClosureEntity,
  JurisdictionRuleEntity,
  PolicyEntity,
  PolicyForbiddenEntity,
  PolicyShadowEntity,
  PolicyTestRunEntity,
  PolicyVersionEntity,
  RoutingDecisionEntity,
  ShadowRoutingEntity,
] as const;
