import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a rule ever decided is asked rule by rule, not of every decision of 90 days. */
export class IdleRules1700000000036 implements MigrationInterface {
  readonly name = 'IdleRules1700000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop index routing_decision_policy;
create index routing_decision_rule on routing_decision (policy_id, rule_id, at);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
