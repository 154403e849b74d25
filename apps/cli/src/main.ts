import 'reflect-metadata';
import { DomainError } from '@overread/domain';
import { Command } from 'commander';
import { adminCommand } from './commands/admin.js';
import { demoCommand } from './commands/demo.js';
import { dispatchBenchCommand } from './commands/dispatch-bench.js';
import { importCommand } from './commands/import.js';
import { migrateCommand } from './commands/migrate.js';
import { simulateCommand } from './commands/simulate.js';
import { verifyCommand } from './commands/verify.js';
import { whatIfCommand } from './commands/what-if.js';

const program = new Command('overread')
  .description('Teleradiology reading-workflow orchestrator')
  .addCommand(migrateCommand())
  .addCommand(adminCommand())
  .addCommand(demoCommand())
  .addCommand(importCommand())
  .addCommand(simulateCommand())
  .addCommand(verifyCommand())
  .addCommand(dispatchBenchCommand())
  .addCommand(whatIfCommand());

/** Wrong use is told apart from a failure. */
function endsWithTwoOnWrongUse(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  command.commands.forEach(endsWithTwoOnWrongUse);
}
endsWithTwoOnWrongUse(program);

/** Why a database cannot be used is worth a word; what a rule says stands alone. */
function plainly(error: Error): string {
  const isUnavailable = error instanceof DomainError && error.kind === 'unavailable';
  return isUnavailable && error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** 0 done, 1 failed, 2 wrong use; `import` has one more. */
program.parseAsync().catch((error: unknown) => {
  const known = error instanceof DomainError || (error instanceof Error && error.name === 'Error');
  console.error(known ? plainly(error as Error) : error);
  process.exitCode = 1;
});
