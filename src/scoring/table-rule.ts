import { compare, decimalText, type Fraction, sum, toFraction, ZERO } from '../domain/quantity.ts';
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
} from './rule.ts';

type AnyMethod = Method<string, string, string>;
type AnyRow = TableRow<string, string, string>;
type Derive = Readonly<Record<string, (input: RuleInput) => Fraction | undefined>>;
type Value = ParsedValue | undefined;
type Values = readonly Value[];

/** A test with its number read, the place of its value, and the words for what it asks. */
type CompiledTest = {
  readonly of: string;
  readonly slot: number;
  readonly operator: 'atLeast' | 'atMost' | 'above' | 'equals' | 'is' | 'oneOf';
  readonly parameter: string;
  readonly number: Fraction;
  /** The number as a double: comparing doubles first is exact where they differ, and quick. */
  readonly double: number;
  readonly allowed: readonly (boolean | string)[];
  readonly needed: string;
};
type CompiledRow = {
  readonly points: Fraction;
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
): Pick<PreparedRule, 'scale' | 'thresholds'> & { evaluate: (input: RuleInput) => CriterionOutcome } {
  const numbers = numericParameters(parameters);
  const data = Object.fromEntries([...numbers].map(([name, value]) => [name, decimalText(value)]));
  const slots = [...Object.keys(definition.questions), ...Object.keys(definition.derive)];
  const rows = definition.method.rows.map((row) => compileRow(row, definition, slots, numbers, data));
  const table: CompiledTable = { definition, slots, rows, data };
  return {
    scale: publishedScale(table),
    thresholds: rows.flatMap((row) =>
      row.groups
        .flat()
        .flatMap((test) =>
          test.parameter === ''
            ? []
            : [{ of: test.of, operator: test.operator, value: test.number, parameter: test.parameter }],
        ),
    ),
    evaluate: (input) => evaluateTable(table, input),
  };
}

type CompiledTable = {
  readonly definition: TableDefinition;
  readonly slots: readonly string[];
  readonly rows: readonly CompiledRow[];
  readonly data: Readonly<Record<string, string>>;
};

function evaluateTable(table: CompiledTable, input: RuleInput): CriterionOutcome {
  const { method } = table.definition;
  const values = readValues(table, input);
  if (values.every((value) => value === undefined)) {
    return {
      status: 'not-assessed',
      findings: [finding(table, method.nothingSubmitted, input, nearestAbove(table, values, table.rows.length))],
    };
  }
  const isMet = (row: CompiledRow) => row.groups.some((group) => group.every((test) => holds(test, values)));
  return method.kind === 'bands'
    ? bandOutcome(table, input, values, isMet)
    : checklistOutcome(table, input, values, isMet);
}

function bandOutcome(
  table: CompiledTable,
  input: RuleInput,
  values: Values,
  isMet: (row: CompiledRow) => boolean,
): CriterionOutcome {
  const index = table.rows.findIndex(isMet);
  const row = table.rows[index];
  const miss = nearestAbove(table, values, row === undefined ? table.rows.length : index);
  const message = row?.message ?? table.definition.method.otherwise;
  return { status: 'scored', points: row?.points ?? ZERO, findings: [finding(table, message, input, miss)] };
}

function checklistOutcome(
  table: CompiledTable,
  input: RuleInput,
  values: Values,
  isMet: (row: CompiledRow) => boolean,
): CriterionOutcome {
  const met = table.rows.filter(isMet);
  const total = sum(met.map((row) => row.points));
  const points = compare(total, FIVE) > 0 ? FIVE : total;
  const unmet = table.rows.find((row) => !met.includes(row));
  const miss = unmet === undefined ? undefined : toMiss(unmet, values, points.add(unmet.points));
  if (met.length === 0)
    return { status: 'scored', points, findings: [finding(table, table.definition.method.otherwise, input, miss)] };
  const [first, ...rest] = met;
  return {
    status: 'scored',
    points,
    findings: [
      ...(first === undefined ? [] : [finding(table, first.message, input, miss)]),
      ...rest.map((row) => ({ message: row.message, data: table.data, facts: [] })),
    ],
  };
}

const FIVE = toFraction('5');

/** The next better row that failed, with the tests that failed in the group that came closest. */
function nearestAbove(table: CompiledTable, values: Values, index: number): NearestMiss | undefined {
  const row = table.definition.method.kind === 'bands' ? table.rows[index - 1] : table.rows[0];
  return row === undefined ? undefined : toMiss(row, values, row.points);
}

function toMiss(row: CompiledRow, values: Values, points: Fraction): NearestMiss {
  const failed = row.groups.map((group) => group.filter((test) => !holds(test, values)));
  const closest = failed.reduce((best, tests) => (tests.length < best.length ? tests : best), failed[0] ?? []);
  return {
    points,
    text: row.text,
    wouldHaveTaken: closest.map((test) => `${test.needed} (the bid: ${valueText(values[test.slot])})`),
  };
}

function holds(test: CompiledTest, values: Values): boolean {
  const value = values[test.slot];
  if (value === undefined) return false;
  if (typeof value !== 'object') return test.allowed.includes(value);
  const order = compareExactly(value, test);
  switch (test.operator) {
    case 'atLeast':
      return order >= 0;
    case 'atMost':
      return order <= 0;
    case 'above':
      return order > 0;
    case 'equals':
      return order === 0;
    case 'is':
    case 'oneOf':
      return false;
  }
}

/** Rounding to a double keeps order, so two doubles that differ decide; equal ones are compared exactly. */
function compareExactly(value: Fraction, test: CompiledTest): number {
  const double = Number(value.s * value.n) / Number(value.d);
  const isSafe = value.d < 2n ** 53n && value.n < 2n ** 53n;
  return isSafe && double !== test.double ? double - test.double : value.compare(test.number);
}

function readValues(table: CompiledTable, input: RuleInput): Values {
  return table.slots.map((name) => {
    const derive = table.definition.derive[name];
    if (derive !== undefined) return derive(input);
    const answer: TypedAnswer<ParsedValue> | undefined = input.answers[name];
    return answer?.state === 'given' ? answer.value : undefined;
  });
}

function finding(
  table: CompiledTable,
  message: string,
  input: RuleInput,
  nearestMiss: NearestMiss | undefined,
): Finding {
  return {
    message,
    data: table.data,
    facts: readFacts(table.definition.questions, input),
    ...(nearestMiss === undefined ? {} : { nearestMiss }),
  };
}

/** What the bid says to each question of the rule, for the reasons and the evidence pointers. */
export function readFacts(questions: Questions, input: RuleInput): Fact[] {
  return Object.entries(questions).map(([name, { id }]) => {
    const answer: TypedAnswer<ParsedValue> | undefined = input.answers[name];
    if (answer?.state !== 'given') return { question: id };
    return {
      question: id,
      value: answer.text,
      ...(answer.evidence === undefined ? {} : { evidence: answer.evidence }),
    };
  });
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
  return { ...base, operator, parameter, number, double: number.valueOf(), needed };
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

function valueText(value: Value): string {
  if (value === undefined) return 'not answered';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' ? value : decimalText(value, 6);
}
