import type { Instant, JsonObject } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The latest plan of the network; the one before it is of no use to anybody. */
@Entity('dispatch_plan')
export class DispatchPlanEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'dispatch_plan_pk' })
  id!: string;

  @Column({ type: 'bigint' })
  tick!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  plannedAt!: Instant;

  /** Certified: no plan is better by more than this share of its cost. */
  @Column({ type: 'double precision' })
  gap!: number;

  /** By reader, the ids of their next reads in order. */
  @Column({ type: 'jsonb' })
  nextUp!: JsonObject;
}

export const PLAN_ID = 'network';
