import { z } from 'zod';
import { consensus, toConsensusInput } from '../application/score-schemas.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { UseCases } from '../application/use-cases.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';
import { readJsonFile } from './read-json-file.ts';

const TEXT = { type: 'string' } as const;
const file = z.strictObject({ consensus: z.array(consensus).min(1) });

export const moderate: Command = {
  name: 'moderate',
  usage:
    'REF [FILE.json] [--confirm-undisputed] [--approve-change BID --rule RULE [--lot LOT] --reason TEXT] [--as PERSON] [--json]',
  does: "records the panel's agreed facts and scores, from a file {consensus: […]} as the interface takes them; --confirm-undisputed confirms the rest; --approve-change approves, as a second person, a change made after a failure; then says what is still missing",
  options: {
    'confirm-undisputed': { type: 'boolean' },
    'approve-change': TEXT,
    rule: TEXT,
    lot: TEXT,
    reason: TEXT,
    ...ACTS_AS,
  },
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
      await approveChange(useCases, person, reference, input);
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

async function approveChange(
  useCases: UseCases,
  person: Person,
  reference: string,
  input: CommandInput,
): Promise<void> {
  const [bid, rule, lot, reason = ''] = ['approve-change', 'rule', 'lot', 'reason'].map((name) =>
    textOption(input, name),
  );
  if (bid === undefined) return;
  if (rule === undefined) throw new AppError('wrong-usage', '--approve-change needs --rule.');
  await useCases.approveChange(person, reference, { bid, ...(lot === undefined ? {} : { lot }), rule, reason });
}
