import type { Instant, ReaderId, ReadingGroupId, ReadingSession, ReadingSessionId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('reading_session')
@Index('reading_session_one_open', { synchronize: false })
export class ReadingSessionEntity implements ReadingSession {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'reading_session_pk' })
  id!: ReadingSessionId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'text' })
  mode!: ReadingSession['mode'];

  @Column({ type: 'text' })
  country!: ReadingSession['country'];

  @Column({ type: 'text', nullable: true })
  subdivision!: ReadingSession['subdivision'];

  @Column({ type: 'text' })
  zone!: ReadingSession['zone'];

  @Column({ type: 'timestamptz', precision: 3 })
  startedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  until!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Instant | null;

  @Column({ type: 'integer' })
  completedReads!: ReadingSession['completedReads'];

  @Column({ type: 'integer', default: 0 })
  skipsUsed?: number;

  @Column({ type: 'integer' })
  version!: ReadingSession['version'];
}
