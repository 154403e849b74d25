export { Clock } from './clock/clock.js';
export { mapConstraint } from './database/constraints.js';
export { dataSourceOf, type DataSourceSettings } from './database/data-source.js';
export { Database } from './database/database.js';
export { LockOrder } from './database/lock-order.js';
export { refusePowerfulRole } from './database/role-check.js';
export { PRINCIPAL_ROLES, systemScope, type PrincipalRole, type Scope } from './database/scope.js';
export type { SessionOptions } from './database/session.js';
export { SnakeNaming } from './database/snake-naming.js';
export { all, maybe, one } from './database/targets.js';
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
} from './database/targets.js';
export type { Decide, Tx } from './database/tx.js';
export type { Lease } from './leases/lease.js';
export { LogSignal } from './log/log-signal.js';
export { APP_ROLE } from './migrations/app-role.js';
export { MIGRATIONS } from './migrations/index.js';
export { runMigrations, type MigrationSettings } from './migrations/run-migrations.js';
