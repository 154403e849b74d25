import type { ConductSettings } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What may be asked of readers in a country, by ISO 3166-1 code; `*` is everywhere else. */
@Entity('conduct_setting')
export class ConductSettingEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'conduct_setting_pk' })
  country!: string;

  @Column({ type: 'jsonb' })
  settings!: ConductSettings;

  @Column({ type: 'integer' })
  version!: number;
}
