import type { Instant, JsonObject, ReaderId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A reader says what is wrong with what is recorded of them; kept with the figures as they stood. Never changed. */
@Entity('conduct_contest')
@Index('conduct_contest_reader', ['readerId', 'id'])
export class ConductContestEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'conduct_contest_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text' })
  about!: string;

  @Column({ type: 'text' })
  note!: string;

  @Column({ type: 'jsonb' })
  figures!: JsonObject;
}
