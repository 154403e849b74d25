import type { HealthSystemId, Patient, PatientId } from '@overread/domain';
import { LockOrder } from '@overread/platform';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('patient')
@LockOrder(8)
@Index('patient_identity_unique', ['healthSystemId', 'issuer', 'mrn'], { unique: true })
@Index('patient_merged', { synchronize: false })
export class PatientEntity implements Patient {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'patient_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'patient_pk' })
  id!: PatientId;

  @Column({ type: 'text' })
  mrn!: Patient['mrn'];

  @Column({ type: 'text' })
  issuer!: Patient['issuer'];

  @Column({ type: 'text', nullable: true })
  family!: Patient['family'];

  @Column({ type: 'text', nullable: true })
  given!: Patient['given'];

  @Column({ type: 'text', nullable: true })
  birthDate!: Patient['birthDate'];

  @Column({ type: 'text', nullable: true })
  sex!: Patient['sex'];

  @Column({ type: 'uuid', nullable: true })
  mergedInto!: PatientId | null;

  @Column({ type: 'integer' })
  version!: Patient['version'];
}
