import type { Command } from './command.ts';
import { operationsOf } from './database-commands.ts';

export const migrate: Command = {
  name: 'migrate',
  usage: '[--json]',
  does: 'brings the tables of the database up to date',
  options: {},
  positionals: [0, 0],
  async run(input, context) {
    const ran = await operationsOf(context).migrate();
    const { terminal } = context;
    if (input.options['json'] === true) terminal.out(JSON.stringify({ ok: true, migrations: ran }, undefined, 2));
    else if (ran.length === 0) terminal.out('The tables are up to date.');
    else terminal.out(`Done: ${ran.join(', ')}`);
    return 0;
  },
};
