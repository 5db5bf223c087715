import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pageOfChanges } from '../application/factor-queries.ts';
import { setKindOf, usedFor } from '../application/set-kinds.ts';
import type { UseCases } from '../application/use-cases.ts';
import { type FactorSet, factorSetName } from '../domain/conversion-factor.ts';
import { AppError } from '../domain/errors.ts';
import type { FactorChange } from '../domain/factor-difference.ts';
import type { Person } from '../domain/person.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandInput, type ExitCode, personOf, textOption } from './command.ts';
import { tableText, type Terminal } from './terminal.ts';

/** Who acts, and what can be done. */
type ServiceUse = { readonly useCases: UseCases; readonly person: Person };

/** How many changes are printed; `--json` gives all. */
const SHOWN_CHANGES = 40;

export const factors: Command = {
  name: 'factors',
  usage: 'list | import FILE | approve SET [--note TEXT] | diff A B [--as PERSON] [--json]',
  does: 'conversion factors, spend multipliers, carbon values: import a published table, see what changed, approve it',
  options: { note: { type: 'string' }, ...ACTS_AS },
  positionals: [1, 3],
  async run(input, context) {
    const { terminal } = context;
    const [verb, ...names] = input.positionals;
    const [first, second] = names;
    const person = personOf(input, context, 'sustainability');
    const act = <T>(work: (service: ServiceUse) => Promise<T>) =>
      context.onRecord((useCases) => work({ useCases, person }));
    if (verb === 'list' && names.length === 0) return act((service) => list(service, input, terminal));
    if (verb === 'import' && first !== undefined && names.length === 1) {
      return act((service) => importFile(service, first, input, terminal));
    }
    if (verb === 'approve' && first !== undefined && names.length === 1) {
      return act((service) => approve(service, first, input, terminal));
    }
    if (verb === 'diff' && first !== undefined && second !== undefined) {
      return act((service) => diff(service, [first, second], input, terminal));
    }
    throw new AppError('wrong-usage', `Usage: scorer factors ${factors.usage}`);
  },
};

async function list({ useCases, person }: ServiceUse, input: CommandInput, terminal: Terminal): Promise<ExitCode> {
  const sets = await useCases.listFactorSets(person);
  if (isJson(input)) return printJson({ sets: sets.map(toPlainSet) }, terminal);
  const heads = ['Set', 'Year', 'Edition', 'Status', 'Values', 'Approved by', 'Name'];
  terminal.out(tableText([heads, ...sets.map(toLine)]));
  return 0;
}

async function importFile(
  { useCases, person }: ServiceUse,
  path: string,
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const bytes = await readFile(path).catch(() => {
    throw new AppError('not-found', `${path} cannot be read: give the path of a published table.`);
  });
  const { set, isNew } = await useCases.importFactorSet(person, { name: basename(path), bytes });
  if (isJson(input)) return printJson({ ok: true, is_new: isNew, set: toPlainSet(set) }, terminal);
  const { withValue, blank, textOnly, byScope } = set.counts;
  const hash = set.file?.isOfficial === true ? 'the official hash' : 'NOT A KNOWN HASH';
  terminal.out(isNew ? `Imported as ${set.id}, ${set.status}.` : `This file is ${set.id} already, ${set.status}.`);
  terminal.out(`  ${withValue} ${setKindOf(set.kind).row[1]}, ${blank} blank, ${textOnly} with text for a number`);
  if (set.kind === 'factors') terminal.out(`  ${byScope.map(scopeText).join(', ')}`);
  terminal.out(`  SHA-256 ${set.file?.sha256 ?? ''}, ${hash}`);
  for (const notice of set.notices) terminal.err(visibleText(`  Note: ${notice}`));
  if (set.status === 'draft') terminal.err(`Next: scorer factors approve ${set.id}`);
  return 0;
}

async function approve(
  { useCases, person }: ServiceUse,
  setId: string,
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const note = textOption(input, 'note');
  const set = await useCases.approveFactorSet(person, setId, note === undefined ? {} : { note });
  if (isJson(input)) return printJson({ ok: true, set: toPlainSet(set) }, terminal);
  terminal.out(visibleText(`${set.id} is approved by ${set.approval?.byName ?? ''} for ${usedFor(set)}.`));
  return 0;
}

async function diff(
  { useCases, person }: ServiceUse,
  [from, to]: readonly [string, string],
  input: CommandInput,
  terminal: Terminal,
): Promise<ExitCode> {
  const { difference, caution } = await useCases.compareFactorSets(person, to, from);
  const { counts, changes } = difference;
  if (isJson(input)) return printJson({ from, to, counts, caution: caution ?? null, changes }, terminal);
  terminal.out(
    `${from} to ${to}: ${counts.changed} changed (${counts.large} by 20% or more, possibly of method), ${counts.added} added, ` +
      `${counts.removed} removed, ${counts.withFormerName} renamed, ${counts.rounded} only rounded, ${counts.same} the same.`,
  );
  if (caution !== undefined) terminal.err(visibleText(caution));
  const { items, next } = pageOfChanges(difference, { limit: SHOWN_CHANGES });
  if (items.length > 0) {
    terminal.out(tableText([['Change', 'Id', 'Before', 'After', 'Percent', 'Factor'], ...items.map(toChangeLine)]));
  }
  if (next !== undefined) terminal.err(`The first ${items.length} of ${changes.length}; --json gives all.`);
  return 0;
}

function scopeText({ name, withValue }: FactorSet['counts']['byScope'][number]): string {
  return `${name === 'outside' ? 'outside of scopes' : `scope ${name}`} ${withValue}`;
}

function toChangeLine({ kind, id, before, after, percent, isLarge, name, formerName }: FactorChange): string[] {
  const renamed = formerName === undefined ? '' : ` (was ${formerName})`;
  const size = percent === undefined ? '' : `${percent}%`;
  return [kind, id, before ?? '', after ?? '', `${size}${isLarge ? ' large' : ''}`, visibleText(`${name}${renamed}`)];
}

function toLine(set: FactorSet): string[] {
  const { id, year, edition, status, counts, approval, origin } = set;
  const by = origin === 'shipped' ? 'shipped' : (approval?.byName ?? '');
  return [id, year, edition, status, String(counts.withValue), visibleText(by), factorSetName(set)];
}

/** As the JSON interface names the parts that a script needs. */
function toPlainSet(set: FactorSet) {
  const { id, kind, year, edition, version, origin, status, file, counts, approval, notices } = set;
  return {
    id,
    kind,
    name: factorSetName(set),
    year,
    edition,
    version,
    origin,
    status,
    sha256: file?.sha256 ?? null,
    known_hash: file?.isOfficial ?? null,
    counts: {
      with_value: counts.withValue,
      blank: counts.blank,
      text_only: counts.textOnly,
      by_scope: Object.fromEntries(counts.byScope.map((one) => [one.name, one.withValue])),
      by_unit: Object.fromEntries(counts.byUnit.map((one) => [one.name, one.withValue])),
    },
    approved_by: approval?.byName ?? null,
    approved_at: approval?.at ?? null,
    notices,
  };
}

function isJson({ options }: CommandInput): boolean {
  return options['json'] === true;
}

function printJson(content: unknown, terminal: Terminal): ExitCode {
  terminal.out(JSON.stringify(content, undefined, 2));
  return 0;
}
