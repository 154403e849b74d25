import { Module } from '@nestjs/common';
import { TokenVerifier } from '@overread/platform';
import { AccessLog } from './access-log.js';
import { ApiKeysController } from './administration/api-keys.controller.js';
import { ApiKeysService } from './administration/api-keys.service.js';
import { AuthController } from './sign-in/auth.controller.js';
import './constraints.js';
import { PrincipalDirectory } from './identity/principal-directory.js';
import { SessionsService } from './sign-in/sessions.service.js';
import { SignInThrottle } from './sign-in/sign-in-throttle.js';
import { TokenService } from './identity/token.service.js';
import { UsersController } from './administration/users.controller.js';
import { UsersService } from './administration/users.service.js';

const verifier = {
  provide: TokenVerifier,
  useFactory: (tokens: TokenService): TokenVerifier => ({
    verify: async (token) => (await tokens.findAny(token))?.principal ?? null,
  }),
  inject: [TokenService],
};

@Module({
  controllers: [AuthController, UsersController, ApiKeysController],
  providers: [
    AccessLog,
    ApiKeysService,
    PrincipalDirectory,
    SessionsService,
    SignInThrottle,
    TokenService,
    UsersService,
    verifier,
  ],
  exports: [AccessLog, PrincipalDirectory, TokenService, TokenVerifier],
})
export class AccessModule {}
