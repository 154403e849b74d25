import type {
  FacilityId,
  HealthSystemId,
  Instant,
  PairId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  ReadPair,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('read_pair')
@Index('read_pair_once', ['firstReadId', 'secondReadId'], { unique: true })
@Index('read_pair_study', ['studyId'])
@Index('read_pair_second', ['secondReadId'])
@Index('read_pair_compared', ['comparedAt'])
@Index('read_pair_id', ['id'])
export class ReadPairEntity implements ReadPair {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'read_pair_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'read_pair_pk' })
  id!: PairId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'uuid' })
  firstReadId!: ReadId;

  @Column({ type: 'uuid' })
  secondReadId!: ReadId;

  @Column({ type: 'uuid' })
  firstReaderId!: ReaderId;

  @Column({ type: 'uuid' })
  secondReaderId!: ReaderId;

  @Column({ type: 'uuid', nullable: true })
  firstGroupId!: ReadingGroupId | null;

  @Column({ type: 'uuid', nullable: true })
  secondGroupId!: ReadingGroupId | null;

  @Column({ type: 'text', nullable: true })
  firstTier!: ReadPair['firstTier'];

  @Column({ type: 'text', nullable: true })
  secondTier!: ReadPair['secondTier'];

  @Column({ type: 'text' })
  modalityFamily!: ReadPair['modalityFamily'];

  @Column({ type: 'text' })
  priority!: ReadPair['priority'];

  @Column({ type: 'text' })
  patientClass!: ReadPair['patientClass'];

  @Column({ type: 'text' })
  mode!: ReadPair['mode'];

  @Column({ type: 'text' })
  kind!: ReadPair['kind'];

  @Column({ type: 'text' })
  sampling!: ReadPair['sampling'];

  @Column({ type: 'double precision', nullable: true })
  probability!: ReadPair['probability'];

  @Column({ type: 'text', nullable: true })
  firstConclusion!: ReadPair['firstConclusion'];

  @Column({ type: 'text', nullable: true })
  secondConclusion!: ReadPair['secondConclusion'];

  @Column({ type: 'text', nullable: true })
  difference!: ReadPair['difference'];

  @Column({ type: 'timestamptz', precision: 3 })
  comparedAt!: Instant;

  @Column({ type: 'text', nullable: true })
  grade!: ReadPair['grade'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  gradedAt!: Instant | null;

  @Column({ type: 'uuid', nullable: true })
  graderId!: ReaderId | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  voidedAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: ReadPair['version'];
}
