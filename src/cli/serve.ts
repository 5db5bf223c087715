import { AppError } from '../domain/errors.ts';
import { type Command, type CommandInput, type RunningService, textOption } from './command.ts';
import type { Terminal } from './terminal.ts';

export const serve: Command = {
  name: 'serve',
  usage: '[--host HOST] [--port PORT]',
  does: 'the service: pages and JSON interface, on this machine only while no sign-in is configured',
  options: { host: { type: 'string' }, port: { type: 'string' } },
  positionals: [0, 0],
  async run(input, context) {
    const host = textOption(input, 'host');
    await serveUntilStopped(context.terminal, () =>
      context.startService({ ...portOf(input), ...(host === undefined ? {} : { host }) }),
    );
    return 0;
  },
};

/** Serves until the process is told to stop (Ctrl+C, SIGTERM); then lets running requests end. */
export async function serveUntilStopped(terminal: Terminal, start: () => Promise<RunningService>): Promise<void> {
  const told = toldToStop();
  const service = await start();
  for (const note of service.notes) terminal.err(note);
  terminal.err(`Serving on ${service.url}. Nobody has to sign in: it answers on this machine only. Stop with Ctrl+C.`);
  terminal.err(`Stopping (${await told}): running requests end first.`);
  await service.stop();
  terminal.err('Stopped.');
}

/** Listens from the start, so that a signal during it is not lost. A second one ends the process at once. */
async function toldToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

/** The option `--port`, checked. */
export function portOf(input: CommandInput): { readonly port?: number } {
  const text = textOption(input, 'port');
  if (text === undefined) return {};
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return { port };
  throw new AppError('wrong-usage', `--port takes a number from 0 to 65535, got "${text}"`);
}
