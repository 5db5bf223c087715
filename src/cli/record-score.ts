import { z } from 'zod';
import { scores, toScoreInput } from '../application/score-schemas.ts';
import { ACTS_AS, type Command, personOf } from './command.ts';
import { readJsonFile } from './read-json-file.ts';

const file = z.strictObject({ scores: scores.shape.scores });

export const recordScore: Command = {
  name: 'record-score',
  usage: 'REF [FILE.json] [--confirm-facts] [--lock] [--as PERSON] [--json]',
  does: "keeps an evaluator's verified facts or points as drafts, from a file {scores: […]} as the interface takes them; --confirm-facts drafts all undisputed facts; --lock locks the file's, or every draft",
  options: { 'confirm-facts': { type: 'boolean' }, lock: { type: 'boolean' }, ...ACTS_AS },
  positionals: [1, 2],
  async run(input, context) {
    const [reference = '', path] = input.positionals;
    const person = personOf(input, context, 'evaluator');
    const given = path === undefined ? [] : (await readJsonFile(path, file)).scores.map(toScoreInput);
    const done = await context.onRecord(async (useCases) => {
      const confirmed =
        input.options['confirm-facts'] === true ? await useCases.confirmFacts(person, reference) : { leftOut: [] };
      const lock = input.options['lock'] === true;
      const recorded = await useCases.recordScores(person, reference, { scores: given, lock });
      return { ...recorded, leftOut: confirmed.leftOut };
    });
    const { terminal } = context;
    if (input.options['json'] === true) {
      const { leftOut, ...rest } = done;
      terminal.out(JSON.stringify({ ok: true, procurement: reference, ...rest, left_out: leftOut }, undefined, 2));
      return 0;
    }
    for (const left of done.leftOut) terminal.err(`Left out: ${left}`);
    for (const { message } of done.warnings) terminal.err(`Look at this: ${message}`);
    terminal.out(`${done.drafts} drafts, ${done.locked} locked now.`);
    return 0;
  },
};
