import type { SignInResponse, User } from '@overread/wire';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { Loading } from '../ui/states.js';
import { useQueryClient } from '@tanstack/react-query';
import { currentSignIn, mayBeSignedIn, onSignIn, renew } from './api.js';
import { SignInPage } from './sign-in-page.js';

const UserContext = createContext<User | null>(null);

/** Who is signed in; only inside `SessionGate`. */
export function useUser(): User {
  const user = useContext(UserContext);
  if (!user) throw new Error('nobody is signed in');
  return user;
}

/** Shows the sign-in until somebody is signed in; a reload signs in again by the refresh cookie. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [signedIn, setSignedIn] = useState<SignInResponse | null>(currentSignIn);
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  useEffect(
    () =>
      onSignIn((next) => {
        // What one person saw is not shown to the next.
        if (!next) queries.clear();
        setSignedIn(next);
      }),
    [queries],
  );
  useEffect(() => {
    if (currentSignIn() || !mayBeSignedIn()) setAsked(true);
    else void renew().finally(() => setAsked(true));
  }, []);
  if (signedIn) return <UserContext value={signedIn.user}>{children}</UserContext>;
  return asked ? <SignInPage /> : <Loading full />;
}
