import type { Request } from 'express';
import { CHANGE_KINDS } from '../../application/scenario-words.ts';
import type { UseCases } from '../../application/use-cases.ts';
import { AppError } from '../../domain/errors.ts';
import { toIssues } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { roundHalfUp } from '../../domain/quantity.ts';
import { type ScenarioChange, type ScenarioChangeKind, scenarioChangeSchema } from '../../domain/scenario.ts';
import { field } from './page.ts';

/** A field of the form of a change. */
export type ChangeField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'text' | 'date' | 'short' | 'choice';
  readonly options?: readonly { readonly value: string; readonly text: string }[];
};

/** More than this are no choice; the reference is typed then. */
const MOST_OPTIONS = 200;
const EVERY_CONTRACT = 'Every contract';
const EVERY_SUPPLIER = 'Every supplier';

export function parseChangeKind(text: string | undefined): ScenarioChangeKind | undefined {
  return (Object.keys(CHANGE_KINDS) as ScenarioChangeKind[]).find((kind) => kind === text);
}

/** The fields that a kind of change asks for, with the contracts and suppliers to choose from. */
export async function changeFields(
  useCases: UseCases,
  person: Person,
  kind: ScenarioChangeKind,
): Promise<ChangeField[]> {
  const { items: held, next } = await useCases.listContracts(person, { limit: MOST_OPTIONS });
  // A change is made to what the organisation keeps.
  const items = held.filter(({ keptBy }) => keptBy === undefined);
  const contracts = next === undefined ? items.map(({ reference, title }) => [reference, `${reference} ${title}`]) : [];
  const suppliers = next === undefined ? [...new Set(items.map(({ supplier }) => supplier.name))].toSorted() : [];
  const contract = (every: boolean) => choiceOr('contract', 'Contract', every ? EVERY_CONTRACT : undefined, contracts);
  switch (kind) {
    case 'end':
      return [contract(true), { name: 'on', label: 'Last day', kind: 'date' }];
    case 'renew':
      return [contract(false), RENEWED_UNTIL];
    case 'swap':
      return [contract(false), ...SWAP_FIELDS];
    case 'volume':
      return [contract(true), FROM, VOLUME_PERCENT];
    case 'supplier-cut': {
      const choices = suppliers.map((name) => [name, name]);
      return [choiceOr('supplier', 'Supplier', EVERY_SUPPLIER, choices), FROM, lessEachYear('Than the year before')];
    }
    case 'grid-path':
      return [FROM, lessEachYear(gridHint(useCases))];
  }
}

const FROM: ChangeField = {
  name: 'from',
  label: 'From which year?',
  hint: 'A financial year, for example 2027/28',
  kind: 'short',
};
const RENEWED_UNTIL: ChangeField = {
  name: 'until',
  label: 'New last day',
  hint: 'It goes on at the daily rate of its last year',
  kind: 'date',
};
const SWAP_FIELDS: readonly ChangeField[] = [
  { name: 'on', label: 'First day of what takes its place', kind: 'date' },
  { name: 'title', label: 'What takes its place?', kind: 'text' },
  { name: 'tonnes', label: 'Its tonnes of CO₂e a year', hint: 'What your organisation would bear', kind: 'short' },
  { name: 'until', label: 'Its last day', hint: 'Leave it empty for the end of the old one', kind: 'date' },
];
const VOLUME_PERCENT: ChangeField = {
  name: 'percent',
  label: 'Percent of the forecast',
  hint: '80 is a fifth less, 120 a fifth more',
  kind: 'short',
};

function lessEachYear(hint: string): ChangeField {
  return { name: 'percent', label: 'Percent less each year', hint, kind: 'short' };
}

/** A list to choose from where there is one, else a field to type in; `every` is what nothing chosen means. */
function choiceOr(
  name: string,
  label: string,
  every: string | undefined,
  choices: readonly (readonly string[])[],
): ChangeField {
  if (choices.length === 0) {
    const hint = every === undefined ? 'Its reference' : `Leave it empty for: ${every.toLowerCase()}`;
    return { name, label, hint, kind: 'text' };
  }
  const first = { value: '', text: every ?? 'Choose one' };
  return {
    name,
    label,
    kind: 'choice',
    options: [first, ...choices.map(([value = '', text = '']) => ({ value, text }))],
  };
}

function gridHint(useCases: UseCases): string {
  const changes = useCases.listGridChanges().slice(-3);
  const told = changes.map(
    ({ from, to, percent, isDraft }) =>
      `${roundHalfUp(percent, 1).replace('-', '−')}% from ${from} to ${to}${isDraft ? ' (a draft)' : ''}`,
  );
  return `Than the year before; only the part of a contract that is electricity moves. The official factor changed by ${told.join(', ')}`;
}

/** The change as the form says it. Throws AppError `invalid-input` with every fault, by field. */
export function readChange(request: Request, kind: ScenarioChangeKind, fields: readonly ChangeField[]): ScenarioChange {
  const given = fields.map(({ name }) => [name, field(request, name)]).filter(([, text]) => text !== '');
  const read = scenarioChangeSchema.safeParse({ kind, ...Object.fromEntries(given) }, { reportInput: true });
  if (read.success) return read.data;
  const issues = toIssues(read.error).map((issue) =>
    issue.found === undefined ? { ...issue, message: missingText(fields, issue.pointer) } : issue,
  );
  throw new AppError('invalid-input', 'The change has faults.', issues);
}

function missingText(fields: readonly ChangeField[], pointer: string): string {
  const label = fields.find(({ name }) => pointer.endsWith(`/${name}`))?.label ?? 'a value';
  return `Fill in: ${label.replace(/\?$/, '')}`;
}
