import type { EmissionFactor } from '../domain/reference-data.ts';
import { expectedAnswer, type Question } from '../scoring/question.ts';
import type { FieldLayout, FieldType } from './layout.ts';
import type { CellType } from './template-cell.ts';
import type { Lists } from './template-lists.ts';
import type { CellCheck } from './template-validation.ts';

/** What the drop-downs of a template can offer. */
export type Offers = {
  readonly lists: Lists;
  readonly ruleSets: readonly string[];
  readonly profiles: readonly string[];
  readonly factors: readonly EmissionFactor[];
  readonly deviceClasses: readonly string[];
  /** Formulas that give the lots and the bid references named in this workbook. */
  readonly lots?: string;
  readonly bids?: string;
  /** A formula that gives the contracts named in this workbook. */
  readonly contracts?: string;
};

const CHOOSE = 'Choose from the list';
const WHAT_TO_ENTER: Readonly<Record<FieldType, string>> = {
  text: 'Text',
  decimal: 'A number',
  percent: 'A number',
  whole: 'A whole number',
  year: 'A year',
  date: 'A date, as 2026-12-18',
  instant: 'A date and time in UTC, as 2026-12-17T09:30:00Z',
  boolean: 'Yes or No',
  choice: CHOOSE,
  stages: 'Stages with commas between them',
  adoptions: 'Codes with semicolons between them',
  shares: 'Organisations with percent, semicolons between them',
  'rule-set': CHOOSE,
  profile: CHOOSE,
  lot: CHOOSE,
  bid: CHOOSE,
  contract: 'The reference of a contract',
  question: 'The id of a question',
  factor: CHOOSE,
  'device-class': CHOOSE,
  answer: 'As "What to enter" says',
};
const WITH_LIMITS: ReadonlySet<FieldType> = new Set<FieldType>(['decimal', 'percent', 'whole']);

/** What to enter, with the unit and the limits: "A number of 0 or more, in GBP". */
export function whatToEnter(field: FieldLayout): string {
  return WITH_LIMITS.has(field.type) ? `${WHAT_TO_ENTER[field.type]}${limitsText(field)}` : WHAT_TO_ENTER[field.type];
}

/** What the cells of a field accept. */
export function fieldCheck(field: FieldLayout, offers: Offers): CellCheck {
  const list = offeredList(field, offers);
  const words = `${field.required ? 'Required. ' : ''}${field.hint}. ${whatToEnter(field)}.`;
  return {
    type: field.type,
    title: field.header,
    prompt: field.example === '' ? words : `${words} Example: ${field.example}`,
    refusal: `${whatToEnter(field)}. A blank cell is better than a guess.`,
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
    ...(list === undefined ? {} : { list, strict: field.type === 'choice' || field.type === 'boolean' }),
  };
}

/** What the answer to a question accepts. */
export function answerCheck(question: Question, { lists }: Pick<Offers, 'lists'>): CellCheck {
  const values = question.type === 'boolean' ? ['Yes', 'No'] : question.choices;
  const { minimum, maximum } = question;
  const accepts = expectedAnswer(question);
  return {
    type: answerType(question),
    title: question.id,
    prompt: `Enter ${accepts}. ${question.hint}`,
    refusal: `Enter ${accepts}, or leave it blank.`,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(values === undefined ? {} : { list: lists.nameOf({ title: listTitle(question), values }), strict: true }),
  };
}

/** An answer's cell is typed by its question: a year is a whole number there. */
export function answerType({ type }: Question): CellType {
  return type === 'year' ? 'integer' : type;
}

function listTitle({ id, type }: Question): string {
  return type === 'boolean' ? 'yes no' : id;
}

function offeredList(field: FieldLayout, offers: Offers): string | undefined {
  const offer = (title: string, values: readonly string[]) =>
    values.length === 0 ? undefined : offers.lists.nameOf({ title, values });
  switch (field.type) {
    case 'boolean':
      return offer('yes no', ['Yes', 'No']);
    case 'choice':
      return offer(
        field.header,
        (field.choices ?? []).map(({ value }) => value),
      );
    case 'rule-set':
      return offer('rule sets', offers.ruleSets);
    case 'profile':
      return offer('profiles', offers.profiles);
    case 'device-class':
      return offer('device classes', offers.deviceClasses);
    case 'factor':
      return factorList(offers);
    case 'lot':
      return offers.lots;
    case 'bid':
      return offers.bids;
    case 'contract':
      return offers.contracts;
    default:
      return undefined;
  }
}

function factorList({ factors, lists }: Offers): string | undefined {
  if (factors.length === 0) return undefined;
  return lists.nameOf({
    title: 'conversion factors',
    values: factors.map(({ id }) => id),
    beside: [
      { title: 'unit', values: factors.map(({ unit }) => unit) },
      { title: 'kgCO2e for one unit', values: factors.map(({ kgCo2e }) => kgCo2e) },
      { title: 'official set', values: factors.map(({ set }) => set) },
    ],
  });
}

function limitsText({ minimum, maximum, unit }: FieldLayout): string {
  const suffix = unit === undefined ? '' : ` ${unit}`;
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}${suffix}`;
  if (minimum !== undefined) return ` of ${minimum} or more${unit === undefined ? '' : `, in ${unit}`}`;
  return unit === undefined ? '' : `, in ${unit}`;
}
