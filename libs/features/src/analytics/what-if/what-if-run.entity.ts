import type { Instant, JsonObject } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type WhatIfState = 'queued' | 'running' | 'done' | 'failed';

/** A past period that somebody asked to have played again, and what came of it. */
@Entity('what_if_run')
@Index('what_if_run_asked', ['askedAt'])
export class WhatIfRunEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'what_if_run_pk' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  askedAt!: Instant;

  @Column({ type: 'uuid' })
  askedBy!: string;

  @Column({ type: 'jsonb' })
  question!: JsonObject;

  @Column({ type: 'text' })
  state!: WhatIfState;

  /** How often it was begun: one that ends its server every time is given up. */
  @Column({ type: 'integer' })
  tries!: number;

  /** 0..1. */
  @Column({ type: 'double precision' })
  progress!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  finishedAt!: Instant | null;

  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  result!: JsonObject | null;
}
