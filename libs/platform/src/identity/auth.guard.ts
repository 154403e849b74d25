import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { DomainError, type Principal } from '@overread/domain';
import type { Request } from 'express';
import { TokenVerifier } from './token-verifier.js';

const PUBLIC = 'overread:public';
const FOR_VIEWERS = 'overread:for-viewers';
const PRINCIPAL = Symbol('principal');
type Known = Request & { [PRINCIPAL]?: Principal };

/** A route, or all of a controller's, that needs no token. */
export const Public = () => SetMetadata(PUBLIC, true);

/**
 * A route, or all of a controller's, that a viewer's token may call. Such a token is good for one study
 * (`principal.studyId`), which the rules of access keep to; every other route refuses it. A GET also takes it as
 * `?token=`: viewers often cannot set headers.
 */
export const ForViewers = () => SetMetadata(FOR_VIEWERS, true);

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
    if (context.getType() !== 'http' || this.says(PUBLIC, context)) return true;
    const request = context.switchToHttp().getRequest<Known>();
    const forViewers = this.says(FOR_VIEWERS, context);
    const inHeader = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const token = inHeader ?? (forViewers ? tokenInAddress(request) : undefined);
    if (!token) throw new DomainError('unauthenticated', 'auth/token-missing', 'the request carries no token');
    const verifier = this.modules.get(TokenVerifier, { strict: false });
    const principal = await verifier.verify(token, { address: request.ip });
    const isScoped = principal?.studyId !== undefined;
    // An address is kept in histories and told to others: a person's own token has no place in it.
    if (!principal || (inHeader === undefined && !isScoped))
      throw new DomainError('unauthenticated', 'auth/token-invalid', 'the token is unknown, expired or revoked');
    if (isScoped && !forViewers)
      throw new DomainError('forbidden', 'auth/token-scoped', 'this token is good for the images of one study alone');
    request[PRINCIPAL] = { ...principal, ...(request.ip === undefined ? {} : { address: request.ip }) };
    return true;
  }

  private says(what: string, context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean>(what, [context.getHandler(), context.getClass()]) === true;
  }
}

function tokenInAddress({ method, query }: Request): string | undefined {
  const token = method === 'GET' || method === 'HEAD' ? query['token'] : undefined;
  return typeof token === 'string' && token !== '' ? token : undefined;
}
