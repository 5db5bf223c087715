import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AdoptInput } from '../application/adopt-procurement.ts';
import type { Revision } from '../application/change-procurement.ts';
import type { ProcurementRecord } from '../application/records.ts';
import type { UseCases } from '../application/use-cases.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ruleSetKey } from '../scoring/rule-set.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';
import type { Terminal } from './terminal.ts';

/** What a move is made with. */
type Move = {
  readonly useCases: UseCases;
  readonly person: Person;
  readonly reference: string;
  readonly seen: Revision;
  readonly input: CommandInput;
};

/** The moves of this version of the service, by name. */
const MOVES: Readonly<Record<string, (move: Move) => Promise<ProcurementRecord>>> = {
  publish: ({ useCases, person, reference, seen, input }) =>
    useCases.publishProcurement(person, reference, { ...seen, ...givenReason(input) }),
  adopt: async ({ useCases, person, reference, seen, input }) =>
    useCases.adoptProcurement(person, reference, { ...seen, ...(await adoptionOf(input)) }),
  open: ({ useCases, person, reference, seen }) => useCases.openProcurement(person, reference, seen),
  close: ({ useCases, person, reference, seen, input }) =>
    useCases.closeProcurement(person, reference, { ...seen, ...givenReason(input) }),
  evaluate: ({ useCases, person, reference, seen, input }) =>
    useCases.startEvaluation(person, reference, { ...seen, blind: input.options['blind'] === true }),
  moderate: ({ useCases, person, reference, seen }) => useCases.lockConsensus(person, reference, seen),
  cancel: ({ useCases, person, reference, seen, input }) =>
    useCases.cancelProcurement(person, reference, { ...seen, reason: textOption(input, 'reason') ?? '' }),
};
const NAMES = Object.keys(MOVES);

export const procurement: Command = {
  name: 'procurement',
  usage: 'MOVE REF [--reason TEXT] [--revision N] [--as PERSON] [--json]',
  does: 'publish, adopt, open, close, evaluate (--blind shows bidders by code), moderate or cancel; adopt takes --notice-reference, --methodology FILE, --rule-set-sha256, --confirmed-by. What follows the consensus is done by award',
  options: {
    blind: { type: 'boolean' },
    reason: { type: 'string' },
    'notice-reference': { type: 'string' },
    methodology: { type: 'string' },
    'rule-set-sha256': { type: 'string' },
    'confirmed-by': { type: 'string' },
    revision: { type: 'string' },
    ...ACTS_AS,
  },
  positionals: [2, 2],
  async run(input, context) {
    const [name = '', reference = ''] = input.positionals;
    const move = Object.hasOwn(MOVES, name) ? MOVES[name] : undefined;
    if (move === undefined)
      throw new AppError('wrong-usage', `There is no move "${name}": one of ${NAMES.join(', ')}.`);
    const person = personOf(input, context);
    const given = revisionOf(input);
    const moved = await context.onRecord(async (useCases) => {
      const seen = given ?? { revision: (await useCases.getProcurement(person, reference)).revision };
      return move({ useCases, person, reference, seen, input });
    });
    printMoved(moved, input.options['json'] === true, context.terminal);
    return 0;
  },
};

function givenReason(input: CommandInput): { readonly reason?: string } {
  const reason = textOption(input, 'reason');
  return reason === undefined ? {} : { reason };
}

/** What is missing is told by the use case, all at once. */
async function adoptionOf(input: CommandInput): Promise<Omit<AdoptInput, 'revision'>> {
  const path = textOption(input, 'methodology');
  return {
    noticeReference: textOption(input, 'notice-reference') ?? '',
    ...(path === undefined ? {} : { methodologyFile: { name: basename(path), bytes: await readMethodology(path) } }),
    ruleSetSha256: textOption(input, 'rule-set-sha256') ?? '',
    confirmedBy: textOption(input, 'confirmed-by') ?? '',
  };
}

async function readMethodology(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('not-found', `${path} cannot be read: ${why}`);
  });
}

/** The revision that a program looked at before; without it the move is of the procurement as it is now. */
function revisionOf(input: CommandInput): Revision | undefined {
  const text = textOption(input, 'revision');
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return { revision: Number(text) };
  throw new AppError('wrong-usage', `--revision takes a whole number from 1, got "${text}"`);
}

function printMoved({ reference, state, revision, publication }: ProcurementRecord, json: boolean, terminal: Terminal) {
  if (json) {
    const rules =
      publication === undefined
        ? { rule_set: null, rule_set_sha256: null, factor_set: null, retrospective: null }
        : {
            rule_set: ruleSetKey(publication.ruleSet),
            rule_set_sha256: publication.ruleSetSha256,
            factor_set: publication.factorSet ?? null,
            retrospective: publication.retrospective,
          };
    terminal.out(JSON.stringify({ ok: true, procurement: reference, state, revision, ...rules }, undefined, 2));
    return;
  }
  terminal.out(visibleText(`${reference} is now ${state} (revision ${revision}).`));
  if (publication === undefined) return;
  const { ruleSet, ruleSetSha256, factorSet, retrospective } = publication;
  terminal.out(
    `Rules: ${ruleSetKey(ruleSet)}, SHA-256 ${ruleSetSha256}${retrospective ? ', PUBLISHED RETROSPECTIVELY' : ''}.`,
  );
  if (factorSet !== undefined) terminal.out(visibleText(`Conversion factors: ${factorSet}.`));
}
