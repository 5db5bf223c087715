import { AppError } from '../domain/errors.ts';
import { type Command, textOption } from './command.ts';
import { operationsOf, printCheck } from './database-commands.ts';

export const exportCommand: Command = {
  name: 'export',
  usage: '--out FILE.zip [--organisation ID] [--json]',
  does: 'writes everything on record, or all of one organisation, in open formats to hand over; restore takes it',
  options: { out: { type: 'string' }, organisation: { type: 'string' } },
  positionals: [0, 0],
  async run(input, context) {
    const out = textOption(input, 'out');
    if (out === undefined) throw new AppError('wrong-usage', `Usage: scorer export ${exportCommand.usage}`);
    const { check, sha256 } = await operationsOf(context).exportRecords(out, textOption(input, 'organisation'));
    return printCheck(`Exported to ${out}, SHA-256 ${sha256}:`, check, input, context, { sha256 });
  },
};
