import type { Evidence } from '../domain/evidence.ts';
import { decimalText, type Fraction, nearestDouble, sum, toFraction, ZERO } from '../domain/quantity.ts';
import type { Method, TableRow, TableTest } from './method.ts';
import type { ParsedValue, Question, TypedAnswer } from './question.ts';
import {
  type CriterionOutcome,
  type Fact,
  fillMessage,
  type Finding,
  type NearestMiss,
  type PreparedRule,
  type Questions,
  type RuleInput,
  type ScaleRow,
  type TableTestView,
} from './rule.ts';

type AnyMethod = Method<string, string, string>;
type AnyRow = TableRow<string, string, string>;
type Derive = Readonly<Record<string, (input: RuleInput) => Fraction | undefined>>;
/** What a bid says, with its text and its nearest double; all undefined or NaN where it says nothing. */
type Read = {
  readonly value: ParsedValue | undefined;
  readonly text: string | undefined;
  readonly double: number;
  readonly evidence?: Evidence;
};
type Values = readonly Read[];
type Slot = { readonly name: string; readonly question: string; readonly derive: Derive[string] | undefined };

const NOT_KNOWN: Read = { value: undefined, text: undefined, double: Number.NaN };

/** A test with its number read, the place of its value, and the words for what it asks. */
type CompiledTest = TableTestView & {
  readonly slot: number;
  /** The number as a double: comparing doubles first is exact where they differ, and quick. */
  readonly double: number;
  readonly needed: string;
};
type CompiledRow = {
  readonly points: Fraction;
  /** NaN where the points are not whole. */
  readonly wholePoints: number;
  readonly message: string;
  readonly text: string;
  readonly groups: readonly (readonly CompiledTest[])[];
};

export type TableDefinition = {
  readonly questions: Questions;
  readonly derive: Derive;
  readonly method: AnyMethod;
  readonly messages: Readonly<Record<string, string>>;
};

/** Compiles a table with its parameters: numbers are read and texts written once, not for each bid. */
export function compileTable(
  definition: TableDefinition,
  parameters: Readonly<Record<string, unknown>>,
): Pick<PreparedRule, 'scale' | 'table'> & { evaluate: (input: RuleInput) => CriterionOutcome } {
  const numbers = numericParameters(parameters);
  const data = Object.fromEntries([...numbers].map(([name, value]) => [name, decimalText(value)]));
  const names = [...Object.keys(definition.questions), ...Object.keys(definition.derive)];
  const rows = definition.method.rows.map((row) => compileRow(row, definition, names, numbers, data));
  const slots = names.map((name) => ({
    name,
    question: definition.questions[name]?.id ?? '',
    derive: definition.derive[name],
  }));
  const table: CompiledTable = { definition, slots, rows, data };
  return {
    scale: publishedScale(table),
    table: { kind: definition.method.kind, rows },
    evaluate: (input) => evaluateTable(table, input),
  };
}

type CompiledTable = {
  readonly definition: TableDefinition;
  readonly slots: readonly Slot[];
  readonly rows: readonly CompiledRow[];
  readonly data: Readonly<Record<string, string>>;
};

function evaluateTable(table: CompiledTable, input: RuleInput): CriterionOutcome {
  const values = readSlots(table.slots, input);
  if (nothingIsKnown(values)) {
    const miss = nearestAbove(table, values, table.rows.length);
    return {
      status: 'not-assessed',
      findings: [finding(table, table.definition.method.nothingSubmitted, values, miss)],
    };
  }
  return table.definition.method.kind === 'bands' ? bandOutcome(table, values) : checklistOutcome(table, values);
}

function nothingIsKnown(values: Values): boolean {
  for (const { value } of values) {
    if (value !== undefined) return false;
  }
  return true;
}

function bandOutcome(table: CompiledTable, values: Values): CriterionOutcome {
  const { rows, definition } = table;
  let index = 0;
  while (index < rows.length && !isMet(rows[index], values)) index++;
  const row = rows[index];
  const miss = nearestAbove(table, values, index);
  const message = row?.message ?? definition.method.otherwise;
  return { status: 'scored', points: row?.points ?? ZERO, findings: [finding(table, message, values, miss)] };
}

function checklistOutcome(table: CompiledTable, values: Values): CriterionOutcome {
  const met: CompiledRow[] = [];
  let unmet: CompiledRow | undefined;
  for (const row of table.rows) {
    if (isMet(row, values)) met.push(row);
    else unmet ??= row;
  }
  const points = addPoints(met);
  const miss = unmet === undefined ? undefined : toMiss(unmet, values, addPoints([...met, unmet]));
  const message = met[0]?.message ?? table.definition.method.otherwise;
  const findings = [finding(table, message, values, miss)];
  for (const row of met.slice(1)) findings.push({ message: row.message, data: table.data, facts: [] });
  return { status: 'scored', points, findings };
}

/** The most that a criterion can earn. */
const MOST = toFraction('5');
const WHOLE_POINTS = ['0', '1', '2', '3', '4', '5'].map((text) => toFraction(text));

/** The points of some rows, exact, at most 5; whole points, the common case, take a sum of small numbers. */
function addPoints(rows: readonly CompiledRow[]): Fraction {
  let whole = 0;
  for (const row of rows) whole += row.wholePoints;
  const known = WHOLE_POINTS[whole];
  if (known !== undefined) return known;
  const total = sum(rows.map((row) => row.points));
  return total.gt(MOST) ? MOST : total;
}

/** The next better row that failed, with the tests that failed in the group that came closest. */
function nearestAbove(table: CompiledTable, values: Values, index: number): NearestMiss | undefined {
  const row = table.definition.method.kind === 'bands' ? table.rows[index - 1] : table.rows[0];
  return row === undefined ? undefined : toMiss(row, values, row.points);
}

function toMiss(row: CompiledRow, values: Values, points: Fraction): NearestMiss {
  let closest: readonly CompiledTest[] | undefined;
  for (const group of row.groups) {
    const failed = group.filter((test) => !holds(test, values));
    if (closest === undefined || failed.length < closest.length) closest = failed;
  }
  const wouldHaveTaken = (closest ?? []).map(
    (test) => `${test.needed} (the bid: ${values[test.slot]?.text ?? 'not answered'})`,
  );
  return { points, text: row.text, wouldHaveTaken };
}

// Plain loops from here on: these run for every row of every rule of every bid.
function isMet(row: CompiledRow | undefined, values: Values): boolean {
  for (const group of row?.groups ?? []) {
    if (holdsThroughout(group, values)) return true;
  }
  return false;
}

function holdsThroughout(group: readonly CompiledTest[], values: Values): boolean {
  for (const test of group) {
    if (!holds(test, values)) return false;
  }
  return true;
}

function holds(test: CompiledTest, values: Values): boolean {
  const read = values[test.slot];
  if (read?.value === undefined) return false;
  if (typeof read.value !== 'object') return test.allowed.includes(read.value);
  const order = compareExactly(read.value, read.double, test);
  switch (test.operator) {
    case 'atLeast':
      return order >= 0;
    case 'atMost':
      return order <= 0;
    case 'above':
      return order > 0;
    case 'equals':
      return order === 0;
    default:
      return false;
  }
}

/** Rounding to a double keeps order, so two doubles that differ decide; equal ones are compared exactly. */
function compareExactly(value: Fraction, double: number, test: CompiledTest): number {
  const difference = double - test.double;
  return difference === 0 || Number.isNaN(difference) ? value.compare(test.number) : difference;
}

function readSlots(slots: readonly Slot[], input: RuleInput): Values {
  const values: Read[] = [];
  for (const { name, derive } of slots) {
    const answer: TypedAnswer<ParsedValue> | undefined = input.answers[name];
    if (derive !== undefined) values.push(readDerived(derive(input)));
    else values.push(answer?.state === 'given' ? answer : NOT_KNOWN);
  }
  return values;
}

function readDerived(value: Fraction | undefined): Read {
  return value === undefined ? NOT_KNOWN : { value, text: decimalText(value, 6), double: nearestDouble(value) };
}

function finding(table: CompiledTable, message: string, values: Values, nearestMiss: NearestMiss | undefined): Finding {
  const facts = factsOf(table.slots, values);
  return nearestMiss === undefined
    ? { message, data: table.data, facts }
    : { message, data: table.data, facts, nearestMiss };
}

/** What the bid says to each question of the rule, for the reasons and the evidence pointers. */
export function readFacts(questions: Questions, input: RuleInput): Fact[] {
  const slots = Object.entries(questions).map(([name, { id }]) => ({ name, question: id, derive: undefined }));
  return factsOf(slots, readSlots(slots, input));
}

function factsOf(slots: readonly Slot[], values: Values): Fact[] {
  const facts: Fact[] = [];
  for (let index = 0; index < slots.length; index++) {
    const question = slots[index]?.question ?? '';
    if (question === '') continue; // A derived value is no answer.
    const { text, evidence } = values[index] ?? NOT_KNOWN;
    if (text === undefined) facts.push({ question });
    else if (evidence === undefined) facts.push({ question, value: text });
    else facts.push({ question, value: text, evidence });
  }
  return facts;
}

function compileRow(
  row: AnyRow,
  definition: TableDefinition,
  slots: readonly string[],
  numbers: ReadonlyMap<string, Fraction>,
  data: Readonly<Record<string, string>>,
): CompiledRow {
  const groups = 'all' in row ? [row.all] : row.any;
  return {
    points: toFraction(row.points),
    wholePoints: Number.isInteger(row.points) ? row.points : Number.NaN,
    message: row.message,
    text: fillMessage(definition.messages[row.message] ?? row.message, data),
    groups: groups.map((group) => group.map((test) => compileTest(test, definition.questions, slots, numbers))),
  };
}

function compileTest(
  test: TableTest<string, string>,
  questions: Questions,
  slots: readonly string[],
  numbers: ReadonlyMap<string, Fraction>,
): CompiledTest {
  const question = questions[test.of];
  const base = { of: test.of, slot: slots.indexOf(test.of), parameter: '', number: ZERO, double: 0, allowed: [] };
  if ('is' in test)
    return {
      ...base,
      operator: 'is',
      allowed: [test.is],
      needed: `${nameOf(test.of, question)}: ${test.is ? 'Yes' : 'No'}`,
    };
  if ('oneOf' in test)
    return {
      ...base,
      operator: 'oneOf',
      allowed: test.oneOf,
      needed: `${nameOf(test.of, question)}: ${test.oneOf.join(' or ')}`,
    };
  const [operator, parameter] = numericOperator(test);
  const number = numbers.get(parameter);
  if (number === undefined) throw new Error(`Parameter ${parameter} is not a number`);
  const needed = `${nameOf(test.of, question)}: ${WORDS[operator]} ${decimalText(number)}${unitOf(question)}`;
  return { ...base, operator, parameter, number, double: nearestDouble(number), needed };
}

const WORDS = { atLeast: 'at least', atMost: 'at most', above: 'above', equals: 'exactly' } as const;

function numericOperator(test: TableTest<string, string>): [keyof typeof WORDS, string] {
  if ('atLeast' in test) return ['atLeast', test.atLeast];
  if ('atMost' in test) return ['atMost', test.atMost];
  if ('above' in test) return ['above', test.above];
  if ('equals' in test) return ['equals', test.equals];
  throw new Error(`A test of ${test.of} has no operator`);
}

function publishedScale({ rows, definition, data }: CompiledTable): ScaleRow[] {
  const listed = rows.map((row) => ({ points: decimalText(row.points), text: row.text }));
  return [...listed, { points: '0', text: fillMessage(definition.messages[definition.method.otherwise] ?? '', data) }];
}

function numericParameters(parameters: Readonly<Record<string, unknown>>): Map<string, Fraction> {
  const numbers = new Map<string, Fraction>();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'object' && value !== null && 'n' in value && 'd' in value)
      numbers.set(name, value as Fraction);
  }
  return numbers;
}

function nameOf(of: string, question: Question | undefined): string {
  return question?.id ?? of;
}

function unitOf(question: Question | undefined): string {
  if (question?.unit === undefined) return '';
  return question.unit === '%' ? '%' : ` ${question.unit}`;
}
