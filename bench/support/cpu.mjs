// Processor time of a process and everything it has started, from /proc (Linux; elsewhere there is none to tell).
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** /proc counts in ticks; Linux has reported 100 a second to programs since it exists. */
const TICKS_PER_SECOND = 100;

function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime, stime, and both of children that have ended
    const ticks = [9, 10, 11, 12].reduce((sum, index) => sum + Number(rest[index]), 0);
    return { pid, parent: Number(parent), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return null; // ended meanwhile
  }
}

const everyStat = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);

/**
 * Seconds of processor time so far, by name: `{ server: pid }`, each with its descendants except those named themselves.
 * Null off Linux.
 */
export function cpuSeconds(processes) {
  if (process.platform !== 'linux') return null;
  const stats = everyStat();
  const children = Map.groupBy(stats, (each) => each.parent);
  const named = new Set(Object.values(processes));
  const total = (pid) => {
    const own = stats.find((each) => each.pid === pid)?.seconds ?? 0;
    const others = (children.get(pid) ?? []).filter((child) => !named.has(child.pid));
    return others.reduce((sum, child) => sum + total(child.pid), own);
  };
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, total(pid)]));
}

/** Milliseconds of processor time per piece of work between two looks. */
export function cpuPerPiece(before, after, pieces) {
  if (before === null || after === null) return null;
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, ((seconds - before[name]) * 1000) / pieces]),
  );
}
