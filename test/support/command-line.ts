import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createUseCases } from '../../src/application/use-cases.ts';
import type { CommandContext, ExitCode } from '../../src/cli/command.ts';
import { runCommandLine } from '../../src/cli/main.ts';
import { localPeople } from '../../src/web/auth.ts';
import type { TestPorts } from './service-ports.ts';

/** What commands work with over these ports: no service, no demo, no folders of rules and fixtures. */
function contextOver(ports: TestPorts, terminal: CommandContext['terminal']): CommandContext {
  const none = async () => Promise.reject(new Error('Not a part of this test'));
  const useCases = createUseCases(ports);
  return {
    terminal,
    ports: async () => ports,
    onRecord: (work) => work(useCases),
    people: localPeople('northshire'),
    uploadLimitBytes: 20_000_000,
    startService: none,
    startDemo: none,
    onDemo: none,
    rulesFolder: '',
    fixturesFolder: '',
  };
}

/** Runs one command over these ports: its exit code, and what it said on either stream. */
export async function runCommand(
  ports: TestPorts,
  ...args: readonly string[]
): Promise<{ readonly code: ExitCode; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const terminal = { out: (text: string) => (said.out += text), err: (text: string) => (said.err += text) };
  const code = await runCommandLine(args, contextOver(ports, terminal));
  return { code, ...said };
}

/** The command line over these ports, with a folder for its files; `said` gives the lines of the last command. */
export function commandLine(ports: TestPorts) {
  const folder = mkdtempSync(join(tmpdir(), 'scorer-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let said: string[] = [];
  const context = contextOver(ports, { out: (text) => said.push(text), err: (text) => said.push(text) });
  return {
    folder,
    said: () => said,
    run: async (...args: readonly string[]) => {
      said = [];
      return runCommandLine(args, context);
    },
  };
}
