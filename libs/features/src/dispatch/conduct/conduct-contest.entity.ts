import type { ConductContest, Instant, JsonObject, ReaderId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A reader says what is wrong with what is recorded of them; kept with the figures as they stood, answered once. */
@Entity('conduct_contest')
@Index('conduct_contest_reader', ['readerId', 'id'])
@Index('conduct_contest_open', ['id'], { where: 'answer is null' })
export class ConductContestEntity implements ConductContest {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'conduct_contest_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'timestamptz', precision: 3 })
  since!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text' })
  about!: ConductContest['about'];

  @Column({ type: 'text' })
  note!: string;

  @Column({ type: 'jsonb' })
  figures!: JsonObject;

  @Column({ type: 'jsonb', nullable: true })
  answer!: ConductContest['answer'];

  @Column({ type: 'integer' })
  version!: number;
}
