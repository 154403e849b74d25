import type { FacilityId, HealthSystemId, Instant, PatientId, Study, StudyId } from '@overread/domain';
import { LockOrder } from '@overread/platform';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('study')
@LockOrder(10)
@Index('study_uid_unique', ['healthSystemId', 'studyInstanceUid'], { unique: true })
@Index('study_id', ['id'])
@Index('study_by_uid', ['studyInstanceUid'])
@Index('study_accession', ['healthSystemId', 'accessionNumber'])
@Index('study_received', ['healthSystemId', 'receivedAt'])
@Index('study_patient', ['healthSystemId', 'patientId'])
@Index('study_receiving', { synchronize: false })
@Index('study_pressing', { synchronize: false })
@Index('study_linked', { synchronize: false })
@Index('study_held', { synchronize: false })
export class StudyEntity implements Study {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'study_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'study_pk' })
  id!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'uuid' })
  patientId!: PatientId;

  @Column({ type: 'text', nullable: true })
  studyInstanceUid!: Study['studyInstanceUid'];

  @Column({ type: 'text', nullable: true })
  accessionNumber!: Study['accessionNumber'];

  @Column({ type: 'text' })
  accessionIssuer!: Study['accessionIssuer'];

  @Column({ type: 'text', array: true })
  modalities!: Study['modalities'];

  @Column({ type: 'text' })
  modalityFamily!: Study['modalityFamily'];

  @Column({ type: 'boolean' })
  planar!: Study['planar'];

  @Column({ type: 'text', nullable: true })
  bodyPart!: Study['bodyPart'];

  @Column({ type: 'text', nullable: true })
  description!: Study['description'];

  @Column({ type: 'text', nullable: true })
  laterality!: Study['laterality'];

  @Column({ type: 'jsonb', nullable: true })
  procedureCode!: Study['procedureCode'];

  @Column({ type: 'text', nullable: true })
  clinicalIndication!: Study['clinicalIndication'];

  @Column({ type: 'text' })
  patientClass!: Study['patientClass'];

  @Column({ type: 'text', nullable: true })
  payer!: Study['payer'];

  @Column({ type: 'text', nullable: true })
  protocol!: Study['protocol'];

  @Column({ type: 'text' })
  requestedPriority!: Study['requestedPriority'];

  @Column({ type: 'text' })
  priority!: Study['priority'];

  @Column({ type: 'jsonb', nullable: true })
  priorityBasis!: Study['priorityBasis'];

  @Column({ type: 'text', nullable: true })
  subspecialty!: Study['subspecialty'];

  @Column({ type: 'text' })
  reportLanguage!: Study['reportLanguage'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  acquiredAt!: Instant | null;

  @Column({ type: 'jsonb' })
  announced!: Study['announced'];

  @Column({ type: 'integer' })
  seriesArrived!: Study['seriesArrived'];

  @Column({ type: 'integer' })
  instancesArrived!: Study['instancesArrived'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastImageAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  imagesCompleteAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  requester!: Study['requester'];

  @Column({ type: 'jsonb' })
  priors!: Study['priors'];

  @Column({ type: 'jsonb', nullable: true })
  hold!: Study['hold'];

  @Column({ type: 'jsonb', default: () => "'[]'" })
  pauses!: Study['pauses'];

  @Column({ type: 'uuid', nullable: true })
  linkedTo!: StudyId | null;

  @Column({ type: 'uuid', nullable: true })
  mergedInto!: StudyId | null;

  @Column({ type: 'jsonb', nullable: true })
  handedBack!: Study['handedBack'];

  @Column({ type: 'boolean' })
  identityUnconfirmed!: Study['identityUnconfirmed'];

  @Column({ type: 'text' })
  state!: Study['state'];

  @Column({ type: 'timestamptz', precision: 3 })
  receivedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readyAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  eta!: Instant | null;

  @Column({ type: 'integer' })
  version!: Study['version'];
}
