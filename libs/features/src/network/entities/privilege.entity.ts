import type { AgreementId, FacilityId, Instant, Privilege, PrivilegeId, ReaderId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('privilege')
@Index('privilege_reader', ['readerId', 'facilityId'])
export class PrivilegeEntity implements Privilege {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'privilege_pk' })
  id!: PrivilegeId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'text' })
  level!: Privilege['level'];

  @Column({ type: 'text', array: true })
  modalities!: Privilege['modalities'];

  @Column({ type: 'boolean' })
  byProxy!: Privilege['byProxy'];

  @Column({ type: 'uuid', nullable: true })
  agreementId!: AgreementId | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validFrom!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validUntil!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;
}
