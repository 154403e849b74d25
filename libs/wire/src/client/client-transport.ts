import type { Problem } from '../common.js';

/** What the server refused, as RFC 9457 says it. `status` 0: no answer came. */
export class ProblemError extends Error {
  readonly status: number;
  /** Stable: made for programs. */
  readonly code: string;
  readonly detail: string;
  readonly errors: { path: string; code: string; message: string }[];
  /** The whole problem document, with whatever else it says. */
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail ?? problem.title;
    this.errors = problem.errors ?? [];
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Origin of the server, such as `http://localhost:3000`; empty for the page's own. */
  baseUrl?: string;
  /** The bearer token of each request: a person's or an API key. */
  token?: () => string | null | undefined;
  fetch?: typeof fetch;
  /** Called once on a 401; true when there is a new token and the request should be made again. */
  renew?: () => Promise<boolean>;
  /** Called with the server's clock of each answer, for counting down against the right time. */
  serverTime?: (at: Date) => void;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface CallOptions {
  query?: Query;
  body?: unknown;
  /** Version that was read; the change answers 412 when it has moved on. */
  ifMatch?: number | undefined;
  idempotencyKey?: string | undefined;
  accept?: string;
  contentType?: string;
  signal?: AbortSignal | undefined;
}

const FAILED = { type: 'about:blank', title: 'The server did not answer', status: 0, code: 'network/no-answer' };

function headersOf(options: CallOptions, token: string | null | undefined): Headers {
  const headers = new Headers({ accept: options.accept ?? 'application/json' });
  if (options.body !== undefined) headers.set('content-type', options.contentType ?? 'application/json');
  if (options.ifMatch !== undefined) headers.set('if-match', `"v${options.ifMatch}"`);
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return headers;
}

function search(query: Query | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const { status } = response;
  const fallback = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${status}`,
    status,
    code: `http/${status}`,
  };
  try {
    return new ProblemError({ ...fallback, ...((await response.json()) as Partial<Problem>) });
  } catch {
    return new ProblemError(fallback);
  }
}

/** Makes requests under `/api/v1`; answers what the server said or throws a `ProblemError`. */
export class Transport {
  constructor(private readonly options: ClientOptions) {}

  async json<T>(method: string, path: string, call: CallOptions = {}): Promise<T> {
    const response = await this.send(method, `/api/v1${path}`, call);
    return (response.status === 204 ? null : await response.json()) as T;
  }

  async text(path: string, call: CallOptions = {}): Promise<string> {
    return (await this.send('GET', `/api/v1${path}`, call)).text();
  }

  async blob(path: string, call: CallOptions = {}): Promise<Blob> {
    return (await this.send('GET', `/api/v1${path}`, call)).blob();
  }

  /** Any address of the server, such as DICOMweb's. */
  async send(method: string, path: string, call: CallOptions = {}): Promise<Response> {
    const response = await this.once(method, path, call);
    if (response.ok) return response;
    if (response.status === 401 && this.options.renew && (await this.options.renew())) {
      const again = await this.once(method, path, call);
      if (again.ok) return again;
      throw await problemOf(again);
    }
    throw await problemOf(response);
  }

  private async once(method: string, path: string, call: CallOptions): Promise<Response> {
    const body = call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
    const request: RequestInit = {
      method,
      headers: headersOf(call, this.options.token?.()),
      credentials: 'same-origin',
      // An entity tag is a row's version, for `If-Match`: what is answered beside the row changes without it.
      cache: 'no-store',
    };
    if (body !== undefined) request.body = body;
    if (call.signal) request.signal = call.signal;
    const response = await this.attempt(`${this.options.baseUrl ?? ''}${path}${search(call.query)}`, request);
    const date = response.headers.get('date');
    if (date) this.options.serverTime?.(new Date(date));
    return response;
  }

  private async attempt(url: string, request: RequestInit): Promise<Response> {
    try {
      return await (this.options.fetch ?? fetch)(url, request);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      throw new ProblemError({ ...FAILED, detail: error instanceof Error ? error.message : String(error) });
    }
  }
}
