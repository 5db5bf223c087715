import { MINUTES_FORMATS } from '../application/ports.ts';
import { visibleText } from '../domain/visible-text.ts';
import { AppError } from '../domain/errors.ts';
import { ACTS_AS, type Command, personOf, textOption } from './command.ts';
import { writeFiles } from './write-files.ts';

export const minutes: Command = {
  name: 'minutes',
  usage: 'REF --out DIR [--as PERSON]',
  does: 'minutes of moderation as PDF and workbook, once the consensus is locked, with the changes after a lock as CSV',
  options: { out: { type: 'string' }, ...ACTS_AS },
  positionals: [1, 1],
  async run(input, context) {
    const [reference = ''] = input.positionals;
    const out = textOption(input, 'out');
    if (out === undefined) throw new AppError('wrong-usage', 'Say where they go: scorer minutes REF --out DIR');
    const person = personOf(input, context);
    const files = await context.onRecord(async (useCases) => {
      const made = [];
      for (const format of MINUTES_FORMATS) {
        made.push(await useCases.moderationMinutes(person, reference, format));
      }
      return [...made, await useCases.exportScoreChanges(person, reference)];
    });
    await writeFiles(out, files);
    context.terminal.out(visibleText(`Wrote ${files.map(({ name }) => name).join(', ')} to ${out}.`));
    return 0;
  },
};
