import 'reflect-metadata';
import { DomainError } from '@overread/domain';
import { Command } from 'commander';
import { adminCommand } from './commands/admin.js';
import { demoCommand } from './commands/demo.js';
import { migrateCommand } from './commands/migrate.js';

const program = new Command('overread')
  .description('Teleradiology reading-workflow orchestrator')
  .addCommand(migrateCommand())
  .addCommand(adminCommand())
  .addCommand(demoCommand());

/** 0 done, 1 failed, 2 wrong use (commander's own). */
program.parseAsync().catch((error: unknown) => {
  const known = error instanceof DomainError || (error instanceof Error && error.name === 'Error');
  console.error(known ? (error as Error).message : error);
  process.exitCode = 1;
});
