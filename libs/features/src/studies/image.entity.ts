import type { HealthSystemId, ImageId, Instant, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('image')
@Index('image_uid_unique', ['healthSystemId', 'sopInstanceUid'], { unique: true })
@Index('image_study', ['studyId', 'seriesInstanceUid'])
export class ImageEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'image_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'image_pk' })
  id!: ImageId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'text' })
  seriesInstanceUid!: string;

  @Column({ type: 'text' })
  sopInstanceUid!: string;

  @Column({ type: 'text' })
  sopClassUid!: string;

  @Column({ type: 'text' })
  transferSyntaxUid!: string;

  @Column({ type: 'text', nullable: true })
  modality!: string | null;

  @Column({ type: 'integer', nullable: true })
  seriesNumber!: number | null;

  @Column({ type: 'integer', nullable: true })
  instanceNumber!: number | null;

  @Column({ type: 'text', nullable: true })
  seriesDescription!: string | null;

  @Column({ type: 'integer', nullable: true })
  frames!: number | null;

  @Column({ type: 'integer', nullable: true })
  rows!: number | null;

  @Column({ type: 'integer', nullable: true })
  columns!: number | null;

  @Column({ type: 'text' })
  file!: string;

  @Column({ type: 'bigint' })
  bytes!: number;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  receivedAt!: Instant;

  @Column({ type: 'text' })
  door!: 'dicomweb' | 'dimse';
}
