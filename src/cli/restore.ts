import type { Command } from './command.ts';
import { operationsOf, printCheck } from './database-commands.ts';

export const restore: Command = {
  name: 'restore',
  usage: 'FILE [--json]',
  does: 'puts a backup or an export into an empty database, and checks that it is the same',
  options: {},
  positionals: [1, 1],
  async run(input, context) {
    const [file = ''] = input.positionals;
    const restored = await operationsOf(context).restore(file);
    return printCheck(`Restored from ${file}, the same as was copied:`, restored, input, context);
  },
};
