#!/usr/bin/env node
// Runs a command with a PostgreSQL server of its own: started in a temporary folder on a free loopback port, named
// to the command as TEST_DATABASE_URL, and gone when the command ends.
//   node .ci/postgres.mjs npm test
// The server does not run as root: then it is run as the user "postgres". Plain JavaScript for any Node.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  process.stderr.write('Usage: node .ci/postgres.mjs COMMAND [ARGUMENTS]\n');
  process.exit(2);
}

function binFolder() {
  const versions = '/usr/lib/postgresql';
  const installed = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  const found = installed
    .map((version) => join(versions, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (found !== undefined) return found;
  return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const isRoot = process.getuid?.() === 0;
const bin = binFolder();
const folder = mkdtempSync(join(tmpdir(), 'scorer-postgres-'));
chmodSync(folder, 0o755);
if (isRoot) execFileSync('chown', ['postgres', folder]);
const run = (program, programArgs) =>
  isRoot
    ? execFileSync('runuser', ['-u', 'postgres', '--', join(bin, program), ...programArgs], {
        stdio: ['ignore', 'ignore', 'inherit'],
        cwd: folder,
      })
    : execFileSync(join(bin, program), programArgs, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });

const data = join(folder, 'data');
const port = await freePort();
let isStopped = false;
function stop() {
  if (isStopped) return;
  isStopped = true;
  try {
    run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8']);
  // Nothing here outlives the run, so nothing has to reach the disk.
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`;
  run('pg_ctl', ['-D', data, '-l', join(folder, 'log'), '-o', settings, '-w', 'start']);
} catch (error) {
  rmSync(folder, { recursive: true, force: true });
  throw error;
}

const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
process.stderr.write(`PostgreSQL for this run: ${url}\n`);
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: url } });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  stop();
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(70);
});
child.on('exit', (code) => {
  stop();
  process.exit(code ?? 70);
});
