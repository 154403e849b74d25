import { createClient, ProblemError, type SignInResponse } from '@overread/wire';
import { noteServerTime, serverNow } from '../ui/use-now.js';

type Listener = (signedIn: SignInResponse | null) => void;

// The access token lives in memory only; a reload gets a new one for the refresh cookie.
let current: SignInResponse | null = null;
let renewing: Promise<boolean> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<Listener>();
const LEAD_MS = 60_000;

export const currentToken = (): string | null => current?.token ?? null;
export const currentSignIn = (): SignInResponse | null => current;

export function onSignIn(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

// Whether a refresh is worth asking for: without it the first visit would begin with a refusal. It is no secret.
const HINT = 'overread-signed-in';
export const mayBeSignedIn = (): boolean => localStorage.getItem(HINT) !== null;

export function setSignIn(next: SignInResponse | null): void {
  current = next;
  if (next) localStorage.setItem(HINT, '1');
  else localStorage.removeItem(HINT);
  clearTimeout(timer);
  if (next) {
    const life = Date.parse(next.expiresAt) - serverNow();
    timer = setTimeout(() => void renew(), Math.max(5000, life - Math.min(LEAD_MS, life / 2)));
  }
  for (const listener of listeners) listener(next);
}

export const client = createClient({ token: currentToken, renew, serverTime: noteServerTime });
// The refresh itself must not be renewed when it answers 401.
const plain = createClient({ serverTime: noteServerTime });

// The cookie rotates: two tabs that refresh at once would take it from each other, so one goes after the other.
const oneAtATime = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? (navigator.locks.request('overread-refresh', work) as Promise<T>) : work();

async function refresh(): Promise<boolean> {
  try {
    setSignIn(await oneAtATime(() => plain.auth.refresh()));
    return true;
  } catch (error) {
    // Only a clear no signs out; an unreachable server does not.
    if (error instanceof ProblemError && (error.status === 401 || error.status === 403)) setSignIn(null);
    return false;
  }
}

/** A new token for the refresh cookie; callers at the same time share one request. */
export function renew(): Promise<boolean> {
  renewing ??= refresh().finally(() => {
    renewing = null;
  });
  return renewing;
}

export const signInWith = async (email: string, password: string, code?: string): Promise<void> =>
  setSignIn(await plain.auth.signIn(code ? { email, password, code } : { email, password }));

export async function signOut(): Promise<void> {
  await client.auth.signOut().catch(() => undefined);
  setSignIn(null);
}
