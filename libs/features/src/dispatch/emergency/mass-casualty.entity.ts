import type { FacilityId, HealthSystemId, Instant, MassCasualty, MassCasualtyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('mass_casualty')
@Index('mass_casualty_system', ['healthSystemId'])
@Index('mass_casualty_ends', ['endsAt', 'id'])
export class MassCasualtyEntity implements MassCasualty {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'mass_casualty_pk' })
  id!: MassCasualtyId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid', array: true })
  facilityIds!: FacilityId[];

  @Column({ type: 'text' })
  title!: MassCasualty['title'];

  @Column({ type: 'text', nullable: true })
  note!: MassCasualty['note'];

  @Column({ type: 'jsonb' })
  declaredBy!: MassCasualty['declaredBy'];

  @Column({ type: 'timestamptz', precision: 3 })
  startsAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  endsAt!: Instant;

  @Column({ type: 'uuid', nullable: true })
  extendsId!: MassCasualtyId | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  endedBy!: MassCasualty['endedBy'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  reviewDueAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  review!: MassCasualty['review'];

  @Column({ type: 'integer' })
  version!: MassCasualty['version'];
}
