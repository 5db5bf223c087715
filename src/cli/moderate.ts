import { z } from 'zod';
import type { ModerationView } from '../application/moderation-queries.ts';
import { consensus, toConsensusInput } from '../application/score-schemas.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { UseCases } from '../application/use-cases.ts';
import {
  ACTS_AS,
  type Command,
  type CommandContext,
  type CommandInput,
  type ExitCode,
  personOf,
  textOption,
} from './command.ts';
import { readUpload } from './read-upload.ts';
import { readJsonFile } from './read-json-file.ts';

const TEXT = { type: 'string' } as const;
const file = z.strictObject({ consensus: z.array(consensus).min(1) });

export const moderate: Command = {
  name: 'moderate',
  usage:
    'REF [FILE.json] [--confirm-undisputed] [--elsewhere FILE.xlsx] [--approve-change BID --rule RULE [--lot LOT] --reason TEXT] [--as PERSON] [--json]',
  does: "records the panel's agreed facts and scores, from a file {consensus: […]} as the interface takes them; --confirm-undisputed confirms the rest; --elsewhere imports the workbook of what was agreed in another system; --approve-change approves, as a second person, a change made after a failure; then says what is still missing",
  options: {
    'confirm-undisputed': { type: 'boolean' },
    elsewhere: TEXT,
    'approve-change': TEXT,
    rule: TEXT,
    lot: TEXT,
    reason: TEXT,
    ...ACTS_AS,
  },
  positionals: [1, 2],
  async run(input, context) {
    const [reference = '', path] = input.positionals;
    const workbook = textOption(input, 'elsewhere');
    if (workbook !== undefined) return importElsewhere(reference, workbook, input, context);
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
    return tellModeration(reference, view, input, context);
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

/** What was agreed in another system is an officer's import; nothing is moderated here then. */
async function importElsewhere(
  reference: string,
  path: string,
  input: CommandInput,
  context: CommandContext,
): Promise<ExitCode> {
  const person = personOf(input, context);
  if (input.positionals.length > 1 || input.options['confirm-undisputed'] === true)
    throw new AppError('wrong-usage', 'What was agreed elsewhere and what is agreed here are never mixed.');
  const changeReason = textOption(input, 'reason');
  const file = await readUpload(path, context);
  const view = await context.onRecord(async (useCases) => {
    const { revision } = await useCases.getProcurement(person, reference);
    const done = await useCases.importAgreedScores(person, reference, {
      revision,
      file,
      ...(changeReason === undefined ? {} : { changeReason }),
    });
    for (const notice of done.notices) context.terminal.err(`Note: ${visibleText(notice)}`);
    context.terminal.err(`${done.recorded} of ${done.items} items recorded as evaluated elsewhere.`);
    return useCases.getModeration(person, reference);
  });
  return tellModeration(reference, view, input, context);
}

function tellModeration(
  reference: string,
  view: ModerationView,
  input: CommandInput,
  { terminal }: CommandContext,
): ExitCode {
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
}
