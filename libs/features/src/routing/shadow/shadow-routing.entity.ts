import type {
  RoutingDifference,
  FacilityId,
  HealthSystemId,
  Instant,
  PolicyShadowId,
  Priority,
  ShadowRouting,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How a version in shadow would have routed a study, beside the decision that did. */
@Entity('policy_shadow_routing')
@Index('policy_shadow_routing_study', { synchronize: false })
@Index('policy_shadow_routing_differing', { synchronize: false })
export class ShadowRoutingEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_shadow_routing_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_shadow_routing_pk' })
  shadowId!: PolicyShadowId;

  /** The stored decision's, of `routing_decision`, with what was told beside the study. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_shadow_routing_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text' })
  modalityFamily!: string;

  /** As what is in force has it. */
  @Column({ type: 'text' })
  priority!: Priority;

  /** The versions in force over the facility, nearest first. */
  @Column({ type: 'uuid', array: true })
  inForce!: string[];

  @Column({ type: 'text', array: true })
  differences!: RoutingDifference[];

  @Column({ type: 'integer', nullable: true })
  dueShiftMinutes!: number | null;

  /** The fewest readers of any read's first step; null where nothing differs or no read has a ladder. */
  @Column({ type: 'integer', nullable: true })
  fewestBefore!: number | null;

  @Column({ type: 'integer', nullable: true })
  fewestAfter!: number | null;

  /** Null where nothing differs: the decision in force says all. */
  @Column({ type: 'jsonb', nullable: true })
  sides!: ShadowRouting['sides'];

  /** Why the shadow has no answer for this study. */
  @Column({ type: 'text', nullable: true })
  failure!: string | null;
}
