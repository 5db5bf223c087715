import { basename, dirname } from 'node:path';
import type { TemplateChoice } from '../application/templates.ts';
import { listed } from '../application/nearest-names.ts';
import { isRegisterKind, REGISTER_KINDS, type RegisterKind } from '../application/register-upload.ts';
import { AppError } from '../domain/errors.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { getRuleSet } from '../scoring/catalogue.ts';
import { findProfile, type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandContext, type CommandInput, personOf, textOption } from './command.ts';
import { writeFiles } from './write-files.ts';

const DEFAULT_RULE_SET = 'ict-net-zero-2030@2';

const KINDS = ['tender', 'bid', 'prices', ...REGISTER_KINDS, 'agreed-scores'] as const;
type TemplateKind = (typeof KINDS)[number];

function isTemplateKind(kind: string | undefined): kind is TemplateKind {
  return KINDS.some((one) => one === kind);
}

export const template: Command = {
  name: 'template',
  usage:
    'tender|bid|prices|contracts|carbon-return|asset-list|allocated-total|cloud-export|spend-export|agreed-scores [--rule-set ID] [--profile P] [--procurement REF] [--supplier ID] [--as PERSON] --out FILE',
  does: 'a blank workbook with questions, hints, drop-downs and units; with the facts of a procurement on record, the bids whose prices are awaited, its bids and criteria for what was agreed elsewhere, or the contracts and last lines of a supplier',
  options: {
    'rule-set': { type: 'string' },
    profile: { type: 'string' },
    procurement: { type: 'string' },
    supplier: { type: 'string' },
    out: { type: 'string' },
    ...ACTS_AS,
  },
  positionals: [1, 1],
  async run(input, context) {
    const [kind] = input.positionals;
    const out = textOption(input, 'out');
    if (!isTemplateKind(kind))
      throw new AppError('wrong-usage', `There is no template "${kind}": ask for ${listed(KINDS)}.`);
    if (out === undefined)
      throw new AppError('wrong-usage', `Say where the template goes: scorer template ${kind} --out FILE.xlsx`);
    const { bytes, of } = await templateOf(kind, input, context);
    await writeFiles(dirname(out), [{ name: basename(out), bytes }]);
    context.terminal.err(visibleText(`Wrote ${out}: ${kind} template for ${of}.`));
    return 0;
  },
};

/** A template, and in words what it is for. */
type Template = { readonly bytes: Uint8Array; readonly of: string };

async function templateOf(kind: TemplateKind, input: CommandInput, context: CommandContext): Promise<Template> {
  if (isRegisterKind(kind)) return ofRegister(kind, input, context);
  const procurement = textOption(input, 'procurement');
  if (kind === 'prices') return ofPrices(procurement, input, context);
  if (kind === 'agreed-scores') return ofAgreedScores(procurement, input, context);
  return procurement === undefined ? blank(kind, input, context) : ofProcurement({ kind, procurement }, input, context);
}

/** Its rows are the bids and criteria of a closed procurement, so there is no blank one. */
async function ofAgreedScores(
  procurement: string | undefined,
  input: CommandInput,
  context: CommandContext,
): Promise<Template> {
  if (procurement === undefined)
    throw new AppError(
      'wrong-usage',
      'Name the procurement: scorer template agreed-scores --procurement REF --out FILE.xlsx',
    );
  const person = personOf(input, context);
  const { bytes } = await context.onRecord((useCases) => useCases.agreedScoresTemplate(person, procurement));
  return { bytes, of: procurement };
}

/** A return comes filled in for a supplier on record. */
async function ofRegister(kind: RegisterKind, input: CommandInput, context: CommandContext): Promise<Template> {
  const supplier = textOption(input, 'supplier');
  if (kind !== 'contracts' && supplier !== undefined) {
    const person = personOf(input, context, 'sustainability');
    const { bytes } = await context.onRecord((useCases) => useCases.registerTemplateFor({ kind, supplier }, person));
    return { bytes, of: supplier };
  }
  const { spreadsheets } = await context.ports();
  return { bytes: await spreadsheets.writeRegisterTemplate({ kind, contracts: [], lines: [] }), of: 'any supplier' };
}

/** There is no blank one: it names the bids that stand. */
async function ofPrices(
  procurement: string | undefined,
  input: CommandInput,
  context: CommandContext,
): Promise<Template> {
  if (procurement === undefined)
    throw new AppError('wrong-usage', 'Say whose prices: scorer template prices --procurement REF --out FILE.xlsx');
  const person = personOf(input, context);
  const { bytes } = await context.onRecord((useCases) => useCases.priceTemplateFor(procurement, person));
  return { bytes, of: procurement };
}

async function blank(kind: TemplateChoice['kind'], input: CommandInput, { ports }: CommandContext): Promise<Template> {
  const { catalogue, spreadsheets } = await ports();
  const ruleSet = findRuleSet(catalogue, textOption(input, 'rule-set') ?? DEFAULT_RULE_SET);
  const wanted = textOption(input, 'profile') ?? ruleSet.profiles[0]?.id ?? '';
  const profile = findProfile(ruleSet, wanted);
  if (profile === undefined) {
    const known = ruleSet.profiles.map(({ id }) => id).join(', ');
    throw new AppError('wrong-usage', `${ruleSetKey(ruleSet)} has no profile "${wanted}". Its profiles: ${known}.`);
  }
  const bytes = await spreadsheets.writeTemplate({ kind, ruleSet, profile: profile.id });
  return { bytes, of: `${ruleSetKey(ruleSet)}, profile ${profile.id}` };
}

/** Its rule set and profile are those of the procurement, so neither can be asked for. */
async function ofProcurement(
  choice: TemplateChoice & { readonly procurement: string },
  input: CommandInput,
  context: CommandContext,
): Promise<Template> {
  if (textOption(input, 'rule-set') !== undefined || textOption(input, 'profile') !== undefined)
    throw new AppError(
      'wrong-usage',
      `${choice.procurement} has its rule set and profile: leave out --rule-set and --profile.`,
    );
  const person = personOf(input, context);
  const { bytes } = await context.onRecord((useCases) => useCases.templateFor(choice, person));
  return { bytes, of: choice.procurement };
}

/** By id and version, or by id alone: then the newest version. */
function findRuleSet(catalogue: Catalogue, wanted: string): RuleSet {
  if (wanted.includes('@')) return getRuleSet(catalogue, wanted);
  const versions = catalogue.ruleSets.filter(({ id }) => id === wanted).map(({ version }) => version);
  return getRuleSet(catalogue, `${wanted}@${Math.max(0, ...versions)}`);
}
