import { z } from 'zod';
import { type Issue, toIssues } from '../domain/issue.ts';
import { ROUTES } from '../domain/procurement.ts';
import { bandFaults, type ContractPerformanceFacts } from '../domain/contract-performance.ts';
import { parseDecimal } from '../domain/quantity.ts';
import type { EstimationTables, OfficialFactors, ReferenceData } from '../domain/reference-data.ts';

type ParsedReferenceData = {
  readonly data: ReferenceData;
  readonly officialFactors: OfficialFactors;
  readonly estimationTables: EstimationTables;
  readonly contractPerformance: ContractPerformanceFacts;
};

/**
 * Reads the files of `scoring-rules/reference-data`, by their names without `.json`. Every fault of every file is
 * returned: a missing or unknown file, an unknown key, a figure that is not plain decimal text, a row twice.
 */
export function parseReferenceData(
  files: Readonly<Record<string, unknown>>,
): ParsedReferenceData | { readonly issues: Issue[] } {
  const unknown = Object.keys(files).filter((name) => !Object.hasOwn(FILES, name));
  const issues = unknown.map((name) =>
    fault(name, '#', 'unknown-file', `Remove ${name}.json, or teach the service to read it.`),
  );
  const factors = readFile('conversion-factors', files, issues);
  const officialFactors = readFile('official-factors', files, issues);
  const carbonValues = readFile('carbon-values', files, issues);
  const routes = readFile('routes', files, issues);
  const money = readFile('money-thresholds', files, issues);
  const devices = readFile('device-benchmarks', files, issues);
  const makeShares = readFile('device-make-shares', files, issues);
  const checks = readFile('consistency-checks', files, issues);
  const contractPerformance = readFile('contract-performance', files, issues);
  if (!factors || !officialFactors || !carbonValues || !routes || !money || !devices || !checks) return { issues };
  const spendMultipliers = readFile('spend-multipliers', files, issues);
  if (!makeShares || !spendMultipliers || !contractPerformance) return { issues };
  if (issues.length > 0) return { issues };
  const { priceBase, source } = carbonValues;
  const data = {
    emissionFactors: factors.rows,
    routes: routes.rows,
    moneyThresholds: money.rows,
    carbonValues: { priceBase, values: carbonValues.rows, source },
    deviceBenchmarks: devices.rows,
    checks: checks.rows,
    claimWords: checks.claimWords,
  };
  const estimationTables = { makeShares: makeShares.rows, spendMultipliers };
  return { data, officialFactors, estimationTables, contractPerformance };
}

const decimal = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined, { error: 'Enter a plain decimal as text, as "4.2"' });
const date = z.iso.date();
const year = z.string().regex(/^\d{4}$/, { error: 'Enter a year of four digits' });
const words = z.array(z.string().min(1)).min(1);
const source = z.strictObject({
  title: z.string().min(1),
  url: z.url().exactOptional(),
  licence: z.string().exactOptional(),
  retrieved: date.exactOptional(),
});

const factorRow = z.strictObject({
  id: z.string().min(1),
  set: year,
  kgCo2e: decimal,
  unit: z.string().min(1),
  scope: z.string().min(1),
  status: z.enum(['official', 'draft']),
});

const workbookRow = z.strictObject({ year, edition: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const officialRow = z.strictObject({
  key: z.string().min(1),
  officialId: z.string().min(1),
  levels: z.array(z.string()).length(4),
  columnText: z.string(),
});

const routeRow = z.strictObject({
  route: z.enum(ROUTES),
  from: date,
  to: date.exactOptional(),
  title: z.string().min(1),
  participationStage: z.boolean(),
  notRequired: z.array(z.strictObject({ rule: z.string().min(1), reason: z.string().min(1) })),
  assessmentSummaries: z.boolean(),
  standstill: z.enum(['mandatory', 'voluntary', 'none']),
  standstillWorkingDays: z.int().positive().exactOptional(),
  note: z.string().min(1),
});

const moneyRow = z.strictObject({
  id: z.string().min(1),
  amountGbp: decimal,
  comparator: z.enum(['>', '>=']),
  basis: z.enum(['total', 'per-year']),
  vat: z.enum(['including', 'excluding']),
  from: date,
  to: date.exactOptional(),
  source,
});

const carbonValueRow = z.strictObject({ year, low: decimal, central: decimal, high: decimal });

const deviceRow = z.strictObject({
  deviceClass: z.string().min(1),
  products: z.int().positive(),
  p01: decimal,
  p05: decimal,
  p50: decimal,
  p95: decimal,
  p99: decimal,
  weak: z.boolean(),
});

const makeShareRow = z.strictObject({ deviceClass: z.string().min(1), shareOutsideUse: decimal });

const byYear = z.record(year, decimal);
const sectorRow = z.strictObject({ sector: z.string().min(1), title: z.string().min(1), kgPerGbp: byYear });

const checkRow = z.strictObject({
  code: z.string().min(1),
  severity: z.enum(['high', 'medium', 'low']),
  title: z.string().min(1),
  formula: z.string().min(1),
  questions: z.array(z.string()).min(1),
  numbers: z.record(z.string(), decimal),
});

const lifetimeRow = z.strictObject({
  kind: z.string().min(1),
  months: z.int().positive(),
  questions: z.array(z.string().min(1)),
  answered: words.exactOptional(),
  words,
  source,
});

const performanceFile = z.strictObject({
  source,
  bands: z
    .strictObject({ approachingPercent: decimal, improvementPercent: decimal, source })
    .check(({ value, issues }) => {
      for (const { field, message } of bandFaults(value)) {
        issues.push({ code: 'custom', message, path: [field], input: value });
      }
    }),
  noticeMonths: z.int().positive(),
  evidence: rowsWithoutRepeats(lifetimeRow, ({ kind }) => kind),
});

const FILES = {
  'conversion-factors': z.strictObject({
    source,
    rows: rowsWithoutRepeats(factorRow, ({ id, set }) => `${id} of ${set}`),
  }),
  'official-factors': z.strictObject({
    source,
    publisher: z.string().min(1),
    workbooks: rowsWithoutRepeats(workbookRow, ({ sha256 }) => sha256),
    rows: rowsWithoutRepeats(officialRow, ({ key }) => key),
  }),
  'carbon-values': z.strictObject({
    source,
    priceBase: year,
    rows: rowsWithoutRepeats(carbonValueRow, (row) => row.year),
  }),
  routes: z.strictObject({ source, rows: rowsWithoutRepeats(routeRow, ({ route, from }) => `${route} from ${from}`) }),
  'money-thresholds': z.strictObject({
    source,
    rows: rowsWithoutRepeats(moneyRow, ({ id, from }) => `${id} from ${from}`),
  }),
  'device-benchmarks': z.strictObject({
    source,
    rows: rowsWithoutRepeats(deviceRow, ({ deviceClass }) => deviceClass),
  }),
  'device-make-shares': z.strictObject({ source, rows: rowsWithoutRepeats(makeShareRow, (row) => row.deviceClass) }),
  'spend-multipliers': z.strictObject({
    source,
    edition: z.string().min(1),
    status: z.enum(['official', 'secondary']),
    trade: z.array(z.strictObject({ sector: z.string().min(1), instead: z.string().min(1) })),
    deflators: z.strictObject({ source, index: byYear }),
    rows: rowsWithoutRepeats(sectorRow, (row) => row.sector),
  }),
  'consistency-checks': z.strictObject({
    source,
    claimWords: z.strictObject({ netZero: words, broad: words, comparing: words, future: words }),
    rows: rowsWithoutRepeats(checkRow, ({ code }) => code),
  }),
  'contract-performance': performanceFile,
} as const;
type FileName = keyof typeof FILES;

/** A list of at least one row in which no key stands twice. */
function rowsWithoutRepeats<S extends z.ZodType>(row: S, keyOf: (row: z.output<S>) => string) {
  return z
    .array(row)
    .min(1)
    .check(({ value, issues }) => {
      const keys = value.map(keyOf);
      keys.forEach((key, index) => {
        if (keys.indexOf(key) === index) return;
        issues.push({ code: 'custom', message: `Remove the second row for ${key}.`, path: [index], input: key });
      });
    });
}

function readFile<N extends FileName>(
  name: N,
  files: Readonly<Record<string, unknown>>,
  issues: Issue[],
): z.output<(typeof FILES)[N]> | undefined {
  if (!Object.hasOwn(files, name)) {
    issues.push(fault(name, '#', 'missing-file', `Put ${name}.json in the folder of reference data.`));
    return undefined;
  }
  const result = FILES[name].safeParse(files[name], { reportInput: true });
  if (result.success) return result.data as z.output<(typeof FILES)[N]>;
  issues.push(...toIssues(result.error).map((issue) => ({ ...issue, file: `${name}.json` })));
  return undefined;
}

function fault(name: string, pointer: string, code: string, message: string): Issue {
  return { pointer, code, message, file: `${name}.json` };
}
