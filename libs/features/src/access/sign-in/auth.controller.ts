import { Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError, type Principal } from '@overread/domain';
import { Answers, Config, CurrentPrincipal, Public, ZodBody } from '@overread/platform';
import {
  type SignInRequest,
  signInRequest,
  signInResponse,
  type SignInResponse,
  type User,
  user,
} from '@overread/wire';
import type { Request, Response } from 'express';
import { PrincipalDirectory } from '../identity/principal-directory.js';
import { SessionsService, type SignedIn } from './sessions.service.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { TokenService } from '../identity/token.service.js';
import { wireKey, wireUser } from '../identity/wire-user.js';

const COOKIE = 'overread_refresh';
/** The cookie goes nowhere but here. */
const COOKIE_PATH = '/api/v1/auth';

@ApiTags('access')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly throttle: SignInThrottle,
    private readonly tokens: TokenService,
    private readonly directory: PrincipalDirectory,
    private readonly config: Config,
  ) {}

  @Public()
  @Answers(signInResponse)
  @Post('sign-in')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async signIn(
    @ZodBody(signInRequest) body: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInResponse> {
    const begin = () => this.sessions.begin(body.email, body.password);
    const signedIn = await this.throttle.attempt(body.email, request.ip ?? '', begin);
    if (!signedIn)
      throw new DomainError('unauthenticated', 'auth/wrong-credentials', 'the email or the password is wrong');
    return this.answer(signedIn, response);
  }

  @Public()
  @Answers(signInResponse)
  @Post('refresh')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async refresh(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<SignInResponse> {
    const refreshToken = cookieOf(request);
    const signedIn = refreshToken === null ? null : await this.sessions.prolong(refreshToken);
    if (signedIn) return this.answer(signedIn, response);
    this.clearCookie(response);
    throw new DomainError('unauthenticated', 'auth/refresh-invalid', 'sign in again');
  }

  /** Ends the sign-in of the cookie, of the access token, or of both; also when neither is good any more. */
  @Public()
  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const refreshToken = cookieOf(request);
    if (refreshToken !== null) await this.sessions.endByToken(refreshToken);
    const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    const session = bearer === undefined ? null : await this.tokens.sessionOf(bearer);
    if (session) await this.sessions.end(session);
    this.clearCookie(response);
  }

  @Answers(user)
  @Get('me')
  async me(@CurrentPrincipal() principal: Principal): Promise<User> {
    const key = principal.kind === 'api-key' ? await this.directory.keyWithId(principal.id) : null;
    if (key) return wireKey(key.key);
    const known = await this.directory.userOf(principal.id);
    if (!known) throw new DomainError('unauthenticated', 'auth/token-invalid', 'who this was is no longer known');
    return wireUser(known.user);
  }

  private async answer(signedIn: SignedIn, response: Response): Promise<SignInResponse> {
    const { token, expiresAt } = await this.tokens.issue(signedIn.user, signedIn.sessionId);
    response.cookie(COOKIE, signedIn.refreshToken, { ...this.cookieOptions(), expires: signedIn.refreshExpiresAt });
    return { token, expiresAt: expiresAt.toISOString(), user: wireUser(signedIn.user) };
  }

  private clearCookie(response: Response): void {
    response.clearCookie(COOKIE, this.cookieOptions());
  }

  private cookieOptions() {
    const secure = this.config.publicUrl.startsWith('https:');
    return { httpOnly: true, sameSite: 'strict', secure, path: COOKIE_PATH } as const;
  }
}

/** The refresh token of the request's cookies. */
function cookieOf(request: Request): string | null {
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = cookies.find((pair) => pair.startsWith(`${COOKIE}=`));
  return found === undefined ? null : found.slice(COOKIE.length + 1);
}
