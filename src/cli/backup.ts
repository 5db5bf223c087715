import type { Command } from './command.ts';
import { operationsOf, printCheck } from './database-commands.ts';

export const backup: Command = {
  name: 'backup',
  usage: 'FILE [--json]',
  does: 'copies the database to a new file, while the service runs, and checks the copy',
  options: {},
  positionals: [1, 1],
  async run(input, context) {
    const [file = ''] = input.positionals;
    const copied = await operationsOf(context).backUp(file);
    return printCheck(`Copied to ${file}:`, copied, input, context);
  },
};
