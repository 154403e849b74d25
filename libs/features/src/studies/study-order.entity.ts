import type { HealthSystemId, OrderId, StudyId, StudyOrder } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('study_order')
@Index('study_order_study', ['studyId'])
@Index('study_order_accession', ['healthSystemId', 'accessionNumber'])
export class StudyOrderEntity implements StudyOrder {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'study_order_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'study_order_pk' })
  id!: OrderId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'text', nullable: true })
  accessionNumber!: StudyOrder['accessionNumber'];

  @Column({ type: 'text' })
  issuer!: StudyOrder['issuer'];

  @Column({ type: 'text', nullable: true })
  placerOrderNumber!: StudyOrder['placerOrderNumber'];

  @Column({ type: 'jsonb', nullable: true })
  procedureCode!: StudyOrder['procedureCode'];
}
