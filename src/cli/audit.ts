import { AppError } from '../domain/errors.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Command } from './command.ts';
import { operationsOf } from './database-commands.ts';

export const audit: Command = {
  name: 'audit',
  usage: 'verify [--json]',
  does: 'computes the audit chain of every organisation again; names the first event that does not follow, and what is on record that no event tells of',
  options: {},
  positionals: [1, 1],
  async run(input, context) {
    if (input.positionals[0] !== 'verify') throw new AppError('wrong-usage', `Usage: scorer audit ${audit.usage}`);
    const chains = await operationsOf(context).verifyAudit();
    const { terminal } = context;
    const holds = chains.every((chain) => chain.holds);
    if (input.options['json'] === true) terminal.out(JSON.stringify({ ok: holds, chains }, undefined, 2));
    else if (chains.length === 0) terminal.out('There are no audit events yet.');
    else for (const { organisation, sentence } of chains) terminal.out(visibleText(`${organisation}: ${sentence}`));
    return holds ? 0 : 1;
  },
};
