import { readDemoFile, type DemoFile } from '../demo/demo-file.js';

/** The sign-ins and keys of the demo network kept in VAR_DIR. */
export function demoAccess(varDir: string): DemoFile {
  const file = readDemoFile(varDir);
  if (file) return file;
  throw new Error(`There is no ${varDir}/demo.json: start the evaluation (npm start), or say where with --var-dir`);
}
