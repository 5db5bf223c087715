import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { decimalText, toFraction } from '../src/domain/quantity.ts';
import { findRule, getRuleSet } from '../src/scoring/catalogue.ts';
import type { Question } from '../src/scoring/question.ts';
import type { TableTestView } from '../src/scoring/rule.ts';
import { SCORING_RULES, testCatalogue } from './support/catalogue.ts';
import { readSharedJson, sharedExists, sharedPath } from './support/shared-data.ts';

/** The questions, rule sets and reference data against the proposals and publications they were taken from. */
const catalogue = await testCatalogue();
const skipped = sharedExists ? '' : ' (skipped: the material beside the project is absent)';

function readCsv(...parts: readonly string[]): Record<string, string>[] {
  const text = readFileSync(sharedPath(...parts), 'utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

describe.skipIf(!sharedExists)(`the questions${skipped}`, () => {
  const rows = sharedExists ? readCsv('data', 'rule-set', 'questions.csv') : [];
  /** Units that say no more than the type does. */
  const idleUnits = new Set(['date', 'calendar year', 'ratio']);
  /** Hints in other words, because the original points to a file of the proposal. */
  const ownHints = new Set(['boundary-lines-complete', 'primary-data-share', 'credit-kind']);
  const ownChoices: Readonly<Record<string, readonly string[]>> = {
    'credit-kind': ['permanent-removal', 'nature-removal', 'avoidance', 'unknown'],
  };

  it('are the 136 of the proposal', () => {
    expect(new Set(catalogue.questions.keys())).toEqual(new Set(rows.map(({ question_id: id }) => id)));
    expect(catalogue.questions.size).toBe(136);
  });

  it.each(rows.map((row) => [row['question_id'] ?? '', row] as const))('has %s as proposed', (id, row) => {
    const own = ownHints.has(id) ? { hint: row['hint'] } : {};
    expect({ ...catalogue.questions.get(id), ...own }).toEqual(toQuestion(id, row));
  });

  function toQuestion(id: string, row: Record<string, string>) {
    const { choices = '', better = '', unit = '', minimum = '', maximum = '' } = row;
    const isOrdered = better.includes('>');
    const listed =
      ownChoices[id] ?? (isOrdered ? better.split('>') : choices.split('|')).filter((choice) => choice !== '');
    return {
      id,
      type: row['type'],
      ...optional('choices', listed.length === 0 ? undefined : listed),
      ...optional('unit', unit === '' || idleUnits.has(unit) ? undefined : unit),
      about: row['subject'],
      source: row['source'],
      answeredBy: row['answered_by'],
      better: isOrdered ? 'later-choice' : better,
      ...optional('minimum', minimum === '' ? undefined : minimum),
      ...optional('maximum', maximum === '' ? undefined : maximum),
      text: row['question'],
      hint: row['hint'],
    };
  }
});

function optional(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

type ProposedTest = { question?: string; derived?: string; op: string; value: string | boolean | string[] };
type ProposedRow = { score?: number; points?: number; all?: ProposedTest[]; any?: ProposedTest[][] };
type ProposedCriterion = {
  id: string;
  code: string;
  scorecard?: string;
  group: string;
  evidence: string[];
  weights?: Record<string, string>;
  bands?: ProposedRow[];
  items?: ProposedRow[];
  parameters?: Record<string, unknown>;
};
type ProposedThreshold = { id: string; code: string; test: { criterion?: string; total?: string; value: string } };
type ProposedSet = {
  criteria: ProposedCriterion[];
  scorecards?: { id: string; weights: Record<string, Record<string, string>> }[];
  thresholds?: ProposedThreshold[];
  gates?: ProposedThreshold[];
  netCarbon: { cap: string; creditQuality: Record<string, string> };
};

describe.skipIf(!sharedExists)(`the rule sets${skipped}`, () => {
  const sets = sharedExists
    ? ([1, 2] as const).map((version) => ({
        version,
        set: getRuleSet(catalogue, `ict-net-zero-2030@${version}`),
        proposed: readSharedJson(
          'data',
          'rule-set',
          version === 1 ? 'rule-set.json' : 'rule-set-v2.json',
        ) as ProposedSet,
      }))
    : [];

  it('weigh each criterion in each profile as proposed', () => {
    const profiles = { MIX: 'mixed', HW: 'hardware', SAAS: 'saas', SERV: 'services' } as const;
    for (const { version, set, proposed } of sets) {
      const weights = Object.fromEntries(set.scorecards.map((scorecard) => [scorecard.id, scorecard.weights]));
      if (version === 2) {
        expect(weights).toEqual(Object.fromEntries((proposed.scorecards ?? []).map((card) => [card.id, card.weights])));
        continue;
      }
      for (const [synonym, profile] of Object.entries(profiles)) {
        const listed = proposed.criteria
          .map(({ id, weights: of }) => [id, of?.[synonym]])
          .filter(([, weight]) => weight !== '0');
        expect(weights['award']?.[profile]).toEqual(Object.fromEntries(listed));
      }
    }
  });

  it('have the criteria, bands and items as proposed', () => {
    for (const { set, proposed } of sets) {
      expect(set.criteria.map(({ code }) => code)).toEqual(proposed.criteria.map(({ code }) => code));
      for (const [index, criterion] of proposed.criteria.entries()) {
        const entry = set.criteria[index];
        const rule = entry === undefined ? undefined : findRule(catalogue, entry.rule);
        expect([rule?.id, entry?.group, entry?.evidence, entry?.scorecard]).toEqual([
          criterion.id,
          criterion.group,
          criterion.evidence,
          criterion.scorecard ?? 'award',
        ]);
        const table = rule?.prepare(entry?.parameters).table;
        const rows = table?.rows.map(({ points, groups }) => ({
          points: points.valueOf(),
          groups: groups.map((group) => group.map((test) => statedTest(test, rule?.questions ?? {}))),
        }));
        const wanted = (criterion.bands ?? criterion.items)?.map((row) => ({
          points: row.score ?? row.points,
          groups: (row.all === undefined ? (row.any ?? []) : [row.all]).map((group) => group.map(statedProposal)),
        }));
        expect(rows, criterion.id).toEqual(wanted);
      }
    }
  });

  it('value carbon lines and removals as proposed', () => {
    for (const { set, proposed } of sets) {
      const [carbon] = proposed.criteria;
      const { benchmarkHigh, benchmarkLow, ...footprint } = carbon?.parameters ?? {};
      expect(set.criteria[0]?.parameters).toEqual({ benchmarkHigh, benchmarkLow });
      expect(set.footprint).toEqual(footprint);
      const {
        permanent_removal: permanent,
        nature_removal_high_integrity: nature,
        reduction_avoidance: avoidance,
        unknown,
      } = proposed.netCarbon.creditQuality;
      expect(set.netCarbon).toMatchObject({
        cap: proposed.netCarbon.cap,
        quality: { 'permanent-removal': permanent, 'nature-removal': nature, avoidance, unknown },
      });
    }
  });

  it('test the proposed minimums: adopted in version 1, off in version 2', () => {
    for (const { version, set, proposed } of sets) {
      const wanted = proposed.thresholds ?? (proposed.gates ?? []).filter(({ code }) => code.startsWith('T'));
      expect(set.thresholds.map(({ id, code, test, adopted }) => ({ id, code, ...test, adopted }))).toEqual(
        wanted.map(({ id, code, test }) => ({
          id,
          code,
          ...(test.criterion === undefined ? { total: 'award' } : { criterion: test.criterion }),
          operator: '>=',
          value: test.value,
          adopted: version === 1,
        })),
      );
    }
  });

  it('say that a council must adopt them', () => {
    for (const { set } of sets) expect(set.status).toContain('council must adopt them');
  });
});

/** A test as `question op value`, so that ours and the proposal's compare. */
function statedTest(
  { of, operator, number, allowed }: TableTestView,
  questions: Readonly<Record<string, Question>>,
): string {
  const name = questions[of]?.id ?? of;
  if (operator === 'is' || operator === 'oneOf') return `${name} in ${allowed.join('|')}`;
  return `${name} ${{ atLeast: '>=', atMost: '<=', above: '>', equals: '==' }[operator]} ${decimalText(number)}`;
}

function statedProposal({ question, derived, op, value }: ProposedTest): string {
  const name = question ?? derived ?? '';
  if (Array.isArray(value)) return `${name} in ${value.join('|')}`;
  if (typeof value === 'boolean' || !/^\d/.test(value)) return `${name} in ${value}`;
  // Nothing lies below 0, so "exactly 0" is asked as "at most 0".
  return `${name} ${op === '==' && value === '0' ? '<=' : op} ${decimalText(toFraction(value))}`;
}

describe.skipIf(!sharedExists)(`the example plans and policies${skipped}`, () => {
  it.each([
    ['compliant-carbon-reduction-plan', 'crp-items.json', 18],
    ['environmental-policy', 'environmental-policy-items.json', 9],
  ] as const)('are all cases of %s', (id, file, count) => {
    type Example = {
      id: string;
      answers: Record<string, unknown>;
      bidDeadline: string;
      expected: { outcome: string; codes: string[] };
    };
    const { examples } = readSharedJson('data', 'rule-set', file) as { examples: Example[] };
    const { cases } = JSON.parse(readFileSync(join(SCORING_RULES, 'rules', id, 'cases.json'), 'utf8')) as {
      cases: (Omit<Example, 'id'> & { name: string })[];
    };
    expect(examples).toHaveLength(count);
    for (const example of examples) {
      const found = cases.find(({ name }) => name.startsWith(`${example.id}:`));
      const answers = Object.fromEntries(Object.entries(example.answers).filter(([, value]) => value !== null));
      expect({ answers: found?.answers, bidDeadline: found?.bidDeadline, ...found?.expected }).toMatchObject({
        answers,
        bidDeadline: example.bidDeadline,
        ...example.expected,
      });
    }
  });
});

describe.skipIf(!sharedExists)(`the reference data${skipped}`, () => {
  const { referenceData } = catalogue;

  it('hold the 458 conversion factors; what is not official is a draft', () => {
    const rows = readCsv('data', 'conversion-factors', 'desnz_key_factors.csv');
    expect(referenceData.emissionFactors).toEqual(
      rows.map((row) => ({
        id: row['key'],
        set: row['year'],
        kgCo2e: row['kgco2e'],
        unit: row['unit'],
        scope: row['ghg_scope_or_category'],
        status: row['status']?.startsWith('official') === true ? 'official' : 'draft',
      })),
    );
    const drafts = referenceData.emissionFactors.filter(({ status }) => status === 'draft');
    expect(drafts.filter(({ set }) => set === '2026')).toHaveLength(33);
    expect(referenceData.emissionFactors.some(({ set, status }) => set === '2026' && status === 'official')).toBe(
      false,
    );
  });

  it('hold the carbon values of 2020 to 2050', () => {
    const rows = readCsv('data', 'carbon-values', 'carbon_values_desnz_nov2023_2022prices.csv');
    const { values, priceBase } = referenceData.carbonValues;
    const flat = values.flatMap(({ year, low, central, high }) => [
      [year, 'low', low],
      [year, 'central', central],
      [year, 'high', high],
    ]);
    expect(flat).toEqual(rows.map((row) => [row['year'], row['scenario'], row['value_gbp_per_tco2e']]));
    expect(new Set(rows.map((row) => row['base_year']))).toEqual(new Set([priceBase]));
  });

  it('hold the quantiles of ten device classes', () => {
    type Quantiles = Record<'n' | 'p01' | 'p05' | 'p50' | 'p95' | 'p99', number> & { weak: boolean };
    const { classes } = readSharedJson('data', 'product-benchmarks', 'quantiles.json') as {
      classes: Record<string, Quantiles>;
    };
    expect(referenceData.deviceBenchmarks).toEqual(
      Object.entries(classes).map(([deviceClass, { n, p01, p05, p50, p95, p99, weak }]) => ({
        deviceClass,
        products: n,
        ...Object.fromEntries(
          Object.entries({ p01, p05, p50, p95, p99 }).map(([name, value]) => [name, String(value)]),
        ),
        weak,
      })),
    );
  });

  it('hold the median share of a footprint outside use for the same classes', () => {
    const { classes } = readSharedJson('data', 'product-benchmarks', 'quantiles.json') as {
      classes: Record<string, { readonly median_non_use_share: number }>;
    };
    const { makeShares } = catalogue.estimationTables;
    expect(makeShares.map(({ deviceClass, shareOutsideUse }) => [deviceClass, shareOutsideUse])).toEqual(
      Object.entries(classes).map(([deviceClass, { median_non_use_share: share }]) => [deviceClass, String(share)]),
    );
  });

  it('hold the spend multipliers of every industry but trade, and the price index of their years', () => {
    const { rows, trade, deflators } = catalogue.estimationTables.spendMultipliers;
    const table = readCsv('data', 'spend-multipliers', 'uk_spend_multipliers_ict_2015_2023.csv');
    const traded = trade.map(({ sector }) => sector);
    expect(traded).toEqual(['46', '47']);
    const published = table.flatMap(({ sic = '', category, ...kgPerGbp }) =>
      traded.includes(sic) ? [] : [{ sector: sic, title: category, kgPerGbp }],
    );
    expect(rows).toEqual(published);
    const index = readCsv('data', 'carbon-values', 'gdp_deflator.csv').map((row) => Object.values(row));
    expect(Object.entries(deflators.index)).toEqual(index.filter(([year = '']) => year >= '2015'));
  });

  it('hold the checks with their severity, title and questions, and the words of claims', () => {
    type Proposed = {
      checks: { code: string; severity: string; title: string; questions: string[] }[];
      words: Record<'netZero' | 'broad', string[]>;
    };
    const { checks, words } = readSharedJson('data', 'rule-set', 'consistency-checks.json') as Proposed;
    expect(
      referenceData.checks.map(({ code, severity, title, questions }) => ({ code, severity, title, questions })),
    ).toEqual(
      checks.map(({ code, severity, title, questions }) => ({
        code,
        severity: severity.split(' ')[0],
        title,
        questions,
      })),
    );
    expect(referenceData.claimWords).toMatchObject({ netZero: words.netZero, broad: words.broad });
  });
});
