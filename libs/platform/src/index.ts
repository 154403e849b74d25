export { Clock } from './clock/clock.js';
export { inTurns } from './clock/in-turns.js';
export { Config, ENVIRONMENT, loadConfig, loadMigrationConfig, ROLES, type ServerRole } from './config/config.js';
export { mapConstraint } from './database/constraints.js';
export { dataSourceOf, type DataSourceSettings } from './database/data-source.js';
export { Database } from './database/database.js';
export { LockOrder } from './database/change/lock-order.js';
export { actorOf, systemScope, type Scope } from './database/scope.js';
export type { SessionOptions } from './database/session.js';
export { added, all, maybe, one } from './database/change/targets.js';
export type {
  Decision,
  EntityClass,
  Loaded,
  RowLock,
  RowOf,
  Saved,
  Target,
  Targets,
  Where,
} from './database/change/targets.js';
export type { Decide, Tx } from './database/tx.js';
export { sendProblem } from './errors/problem.filter.js';
export { problemOf, problemOfDomain, type Problem } from './errors/problem.js';
export { problemOfError, UNEXPECTED } from './errors/problem-of-error.js';
export { IdParam, validated, ZodBody, ZodQuery } from './errors/validated.js';
export { HealthParts, type PartState } from './health/health-parts.js';
export { Answers } from './http/answers.js';
export { applicationOptions, configureApp } from './http/configure-app.js';
export { etagOf, IfMatch, requireVersion, setEtag, versionsOf } from './http/etag.js';
export {
  Repeatable,
  repeatableRequest,
  withIdempotency,
  type Answer,
  type RepeatableRequest,
} from './http/idempotency.js';
export { Metrics } from './http/metrics.js';
export { AuthGuard, CurrentPrincipal, ForViewers, principalOf, Public } from './identity/auth.guard.js';
export { hashPassword, verifyPassword } from './identity/passwords.js';
export { scopeOf } from './identity/scope-of.js';
export { hashSecret, newId, newSecret, type NewSecret } from './identity/secrets.js';
export { TokenVerifier, type Presented } from './identity/token-verifier.js';
export { Tokens } from './identity/tokens.js';
export type { Lease } from './leases/lease.js';
export { LeaseKeeper, type Candidacy } from './leases/lease-keeper.js';
export { LeasedJobs, type LeasedJob } from './leases/leased-jobs.js';
export { FollowerRunner, type Follower } from './log/follower-runner.js';
export { LogReader, type LogReaderOptions } from './log/log-reader.js';
export { LogSignal } from './log/log-signal.js';
export { LogTail, type EventsListener } from './log/log-tail.js';
export { MIGRATIONS } from './migrations/index.js';
export { runMigrations, type MigrationSettings } from './migrations/run-migrations.js';
export { cursorOf, pageOf, valuesOfCursor, type CursorValues, type Page } from './paging/cursor.js';
export { PlatformModule, type PlatformOptions } from './platform.module.js';
