import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { DomainError, type Principal } from '@overread/domain';
import type { Request } from 'express';
import { TokenVerifier } from './token-verifier.js';

const PUBLIC = 'overread:public';
const PRINCIPAL = Symbol('principal');
type Known = Request & { [PRINCIPAL]?: Principal };

/** A route, or all of a controller's, that needs no token. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Who made the request. */
export const principalOf = (request: Request): Principal => {
  const principal = (request as Known)[PRINCIPAL];
  if (!principal) throw new DomainError('unauthenticated', 'auth/token-missing', 'the request carries no token');
  return principal;
};

/** Parameter: the request's principal. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<Request>()),
);

const BEARER = /^Bearer +(\S+) *$/i;

/** Every HTTP route asks for a token unless it says otherwise. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const isPublic = this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()]);
    if (isPublic) return true;
    const request = context.switchToHttp().getRequest<Known>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!token) throw new DomainError('unauthenticated', 'auth/token-missing', 'the request carries no token');
    const verifier = this.modules.get(TokenVerifier, { strict: false });
    const principal = await verifier.verify(token, { address: request.ip });
    if (!principal)
      throw new DomainError('unauthenticated', 'auth/token-invalid', 'the token is unknown, expired or revoked');
    request[PRINCIPAL] = principal;
    return true;
  }
}
