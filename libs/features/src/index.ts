import type { Type } from '@nestjs/common';
import type { EntityClass } from '@overread/platform';
import { ACCESS_ENTITIES, AccessModule } from './access/index.js';
import { NETWORK_ENTITIES, NetworkModule } from './network/index.js';

export { createAdministrator, TokenService } from './access/index.js';
export { NetworkDirectory } from './network/index.js';

/** Every feature's module, for the server's root module. */
export const FEATURES: readonly Type[] = [AccessModule, NetworkModule];
/** Every feature's entities, for the platform. */
export const ENTITIES: readonly EntityClass<object>[] = [...ACCESS_ENTITIES, ...NETWORK_ENTITIES];
