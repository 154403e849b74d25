import { AccessLogEntity } from './entities/access-log.entity.js';
import { ApiKeyEntity } from './entities/api-key.entity.js';
import { MembershipEntity } from './entities/membership.entity.js';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { UserAccountEntity } from './entities/user-account.entity.js';

export const ACCESS_ENTITIES = [
  AccessLogEntity,
  ApiKeyEntity,
  MembershipEntity,
  RefreshTokenEntity,
  UserAccountEntity,
] as const;
