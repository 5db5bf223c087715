import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for this process among those that share a database: machine, process number, and a word of its own. */
export function newInstanceName(): string {
  return [hostname(), String(process.pid), randomUUID().slice(0, 8)].join('/');
}

/** Whether another instance certainly ended: it ran on this machine, and its process is gone. */
export function hasCertainlyEnded(instance: string): boolean {
  const [machine, pid] = instance.split('/');
  if (machine !== hostname() || pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
