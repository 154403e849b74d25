import { Module } from '@nestjs/common';
import { ENTITIES, FEATURES } from '@overread/features';
import { PlatformModule } from '@overread/platform';

/** The whole product in one process; ROLES says which parts of it work. */
@Module({ imports: [PlatformModule.forRoot({ entities: ENTITIES }), ...FEATURES] })
export class AppModule {}
