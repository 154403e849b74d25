import type { Role } from '@overread/domain';

/** On whose behalf a transaction runs. Becomes transaction-local settings that every row-level security policy reads. */
export type Scope =
  | {
      kind: 'system';
      /** Named as the actor of the events, when background work should be told apart. */ actor?: string;
    }
  | { kind: 'principal'; principalId: string; role: Role; organizationIds: string[]; readerId?: string };

/** Background work that acts for nobody in particular and sees every row. */
export const systemScope: Scope = Object.freeze({ kind: 'system' });

/** The settings of a scope, in the order they are set. */
export function settingsOf(scope: Scope): Record<string, string> {
  if (scope.kind === 'system') return { 'overread.role': 'system' };
  return {
    'overread.role': scope.role,
    'overread.principal': scope.principalId,
    'overread.organizations': scope.organizationIds.join(','),
    'overread.reader': scope.readerId ?? '',
  };
}

/** Who the log names as the actor: a principal's id, or null for unnamed background work. */
export const actorOf = (scope: Scope): string | null =>
  scope.kind === 'system' ? (scope.actor ?? null) : scope.principalId;
