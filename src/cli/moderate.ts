import { z } from 'zod';
import { consensus, toConsensusInput } from '../application/score-schemas.ts';
import { ACTS_AS, type Command, personOf } from './command.ts';
import { readJsonFile } from './read-json-file.ts';

const file = z.strictObject({ consensus: z.array(consensus).min(1) });

export const moderate: Command = {
  name: 'moderate',
  usage: 'REF [FILE.json] [--confirm-undisputed] [--as PERSON] [--json]',
  does: "records the panel's agreed facts and scores, from a file {consensus: […]} as the interface takes them; --confirm-undisputed confirms the rest; then says what is still missing",
  options: { 'confirm-undisputed': { type: 'boolean' }, ...ACTS_AS },
  positionals: [1, 2],
  async run(input, context) {
    const [reference = '', path] = input.positionals;
    const person = personOf(input, context, 'moderator');
    const given = path === undefined ? [] : (await readJsonFile(path, file)).consensus.map(toConsensusInput);
    const view = await context.onRecord(async (useCases) => {
      for (const one of given) {
        await useCases.recordConsensus(person, reference, one);
        // Each is recorded by itself: whoever meets a fault later in the file knows what is on record.
        context.terminal.err(`On record: ${one.rule} of ${one.bid}.`);
      }
      if (input.options['confirm-undisputed'] === true) await useCases.confirmUndisputed(person, reference);
      return useCases.getModeration(person, reference);
    });
    const { terminal } = context;
    const agreed = view.items.filter(({ state }) => state === 'agreed').length;
    if (input.options['json'] === true) {
      const { missing, warnings } = view;
      const counts = { items: view.items.length, agreed };
      terminal.out(JSON.stringify({ ok: true, procurement: reference, ...counts, warnings, missing }, undefined, 2));
      return 0;
    }
    for (const { message } of view.warnings) terminal.err(`Look at this: ${message}`);
    terminal.out(`${agreed} of ${view.items.length} items are agreed.`);
    for (const missing of view.missing) terminal.out(`Missing: ${missing}.`);
    return 0;
  },
};
