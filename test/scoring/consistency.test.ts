import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { DeviceLine } from '../../src/domain/bid.ts';
import {
  CHECK_CODES,
  type CheckReference,
  type ConsistencyInput,
  consistencyFlags,
} from '../../src/scoring/consistency.ts';
import type { Footprint } from '../../src/scoring/footprint.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { CHECK_DEFINITIONS, CHECK_REFERENCE } from '../support/check-definitions.ts';
import { footprintOf } from '../support/footprints.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';
import { workedExamples } from '../support/worked-examples.ts';

type Bid = Partial<Omit<ConsistencyInput, 'answer'>> & {
  readonly answers?: Readonly<Record<string, string | boolean>>;
};

function flagsOf({ answers = {}, ...rest }: Bid, reference: CheckReference = CHECK_REFERENCE) {
  const bid: ConsistencyInput = {
    answer: (id) => answers[id],
    profile: 'mixed',
    tenderYear: 2026,
    bidDeadline: '2026-12-18',
    footprint: footprintOf([]),
    devices: [],
    netZeroMet: false,
    ...rest,
  };
  return consistencyFlags(bid, reference);
}

function codesOf(bid: Bid, reference?: CheckReference): string[] {
  return flagsOf(bid, reference).map(({ code, severity }) => `${code} ${severity}`);
}

function device(deviceClass: string, kgPerDevice: string): DeviceLine {
  return { line: '1', deviceClass, kgPerDevice };
}

describe('consistencyFlags', () => {
  test('a bid that states nothing is asked nothing', () => {
    expect(flagsOf({})).toEqual([]);
  });

  test('a flag carries title and questions of its definition and says the figures found', () => {
    const answers = {
      'scope-1-emissions': '100',
      'scope-2-emissions': '200',
      'scope-3-emissions': '0',
      'total-emissions': '350',
    };
    expect(flagsOf({ answers, profile: 'services' })).toEqual([
      {
        code: 'IC01',
        severity: 'high',
        title: 'Check IC01',
        questions: ['question-of-ic01'],
        message: 'Scopes 1, 2 and 3 add to 300 t; the stated total is 350 t.',
      },
    ]);
  });

  test('the tolerance of a sum is half a percent of the total, or one tonne where that is more', () => {
    const scopes = { 'scope-1-emissions': '0', 'scope-2-emissions': '0' };
    const flags = (scope3: string, total: string) =>
      codesOf({ answers: { ...scopes, 'scope-3-emissions': scope3, 'total-emissions': total }, profile: 'services' });
    expect(flags('995', '1000')).toEqual([]);
    expect(flags('994.999', '1000')).toEqual(['IC01 high']);
    expect(flags('99', '100')).toEqual([]);
    expect(flags('98.999', '100')).toEqual(['IC01 high']);
  });

  test('each percentage outside 0 to 100 is asked about by its own question', () => {
    const answers = { 'renewable-electricity-share': '104', 'reuse-share': '-1', 'landfill-share': '100' };
    expect(flagsOf({ answers }).map(({ code, questions }) => [code, questions])).toEqual([
      ['IC10', ['renewable-electricity-share']],
      ['IC10', ['reuse-share']],
    ]);
  });

  test('typed shares more than 5 points from the carbon lines are asked about one by one', () => {
    const footprint = footprintOf([
      { stage: 'make', declaredKg: '80', tier: 'A' },
      { stage: 'use', declaredKg: '20', tier: 'C' },
    ]);
    const flags = (complete: string, primary: string) =>
      flagsOf({ footprint, answers: { 'boundary-lines-complete': complete, 'primary-data-share': primary } }).map(
        ({ questions }) => questions[0],
      );
    expect(flags('45', '75')).toEqual([]);
    expect(flags('45.1', '74.9')).toEqual(['boundary-lines-complete', 'primary-data-share']);
  });

  test('a typed primary share without any line is not compared', () => {
    expect(codesOf({ answers: { 'primary-data-share': '60' } })).toEqual([]);
  });

  test('a rise between years is told with both years, whatever the order of lines', () => {
    const footprint = footprintOf([
      { stage: 'use', declaredKg: '300500', year: '2029' },
      { stage: 'use', declaredKg: '400000', year: '2027' },
      { stage: 'use', declaredKg: '300000', year: '2028' },
      { stage: 'make', declaredKg: '999999' },
    ]);
    expect(flagsOf({ footprint }).map(({ message }) => message)).toEqual([
      'The carbon lines rise from 300 t in 2028 to 300.5 t in 2029.',
    ]);
  });

  test('power usage effectiveness below 1 is impossible, below 1.05 unlikely', () => {
    const found = ['0.99', '1', '1.049', '1.05'].map((value) =>
      codesOf({ answers: { 'power-usage-effectiveness': value } }),
    );
    expect(found).toEqual([['IC09 high'], ['IC09 medium'], ['IC09 medium'], []]);
  });

  test('a device outside the range of 98% is high, of 90% low; a class without benchmark is not tested', () => {
    const devices = [device('laptop', '607'), device('Laptop', '170'), device('Laptop', '307'), device('Robot', '1')];
    expect(codesOf({ devices })).toEqual(['IC18 high', 'IC18 low']);
  });

  test('a weak benchmark says so', () => {
    const [flag] = flagsOf({ devices: [device('Tablet', '50')] });
    expect(flag?.message).toContain('The benchmark is weak (22 products).');
  });

  test('a slip of units is asked about once, not also as out of range', () => {
    expect(codesOf({ devices: [device('Laptop', '0.307'), device('Laptop', '307000')] })).toEqual([
      'IC08 high',
      'IC08 high',
    ]);
  });

  test('a device figure of 0 is out of range and no slip of units', () => {
    expect(codesOf({ devices: [device('Laptop', '0')] })).toEqual(['IC18 high']);
  });

  test('a certificate is valid on the day it expires', () => {
    const expiring = (date: string) => codesOf({ answers: { 'certificate-expiry-date': date } });
    expect(expiring('2026-12-18')).toEqual([]);
    expect(expiring('2026-12-17')).toEqual(['IC15 medium']);
    expect(codesOf({ answers: { 'certificate-covers-site': false } })).toEqual(['IC15 medium']);
  });

  test('carbon dioxide only, a period of other than 12 months and a changed boundary are asked about', () => {
    expect(codesOf({ answers: { 'gases-covered': 'co2' } })).toEqual(['IC16 medium']);
    expect(codesOf({ answers: { 'reporting-period-months': '11' } })).toEqual(['IC17 medium']);
    expect(codesOf({ answers: { 'same-boundary-as-baseline': false } })).toEqual(['IC17 medium']);
    const fine = { 'gases-covered': 'co2e', 'reporting-period-months': '12', 'same-boundary-as-baseline': true };
    expect(codesOf({ answers: fine })).toEqual([]);
  });

  test('a seller of goods with little scope 3, or without category 1, is asked; one of services is not', () => {
    const reported = { 'scope-3-emissions': '39', 'total-emissions': '100', 'scope-3-category-1-emissions': '10' };
    expect(codesOf({ answers: reported, profile: 'hardware' })).toEqual(['IC20 high']);
    expect(codesOf({ answers: { ...reported, 'scope-3-emissions': '40' }, profile: 'hardware' })).toEqual([]);
    expect(codesOf({ answers: { 'scope-3-emissions': '90', 'total-emissions': '100' } })).toEqual(['IC20 high']);
    expect(codesOf({ answers: reported, profile: 'services' })).toEqual([]);
  });

  test('emissions are held against size only within ranges that the council has set', () => {
    const answers = { 'scope-1-emissions': '50', 'scope-2-emissions': '50', employees: '10' };
    expect(codesOf({ answers })).toEqual([]);
    const checks = CHECK_DEFINITIONS.map((check) =>
      check.code === 'IC14' ? { ...check, numbers: { perEmployeeLow: '0.1', perEmployeeHigh: '9.9' } } : check,
    );
    const bid = {
      answer: (id: string) => answers[id as keyof typeof answers],
      profile: 'saas',
      tenderYear: 2026,
      bidDeadline: '2026-12-18',
      footprint: footprintOf([]),
      devices: [],
      netZeroMet: false,
    };
    const flags = consistencyFlags(bid, { ...CHECK_REFERENCE, checks });
    expect(flags.map(({ message }) => message)).toEqual([
      'Scopes 1 and 2 are 10 t for each employee; the council expects 0.1 to 9.9 t.',
    ]);
  });

  test('a net zero claim that the rule set itself confirms is not questioned for its credits', () => {
    const answers = {
      'environmental-claim': 'Net zero service',
      'claimed-credits': '90',
      'claimed-gross': '90',
      'scope-3-emissions': '5',
    };
    expect(codesOf({ answers })).toEqual(['GW01 high']);
    expect(codesOf({ answers, netZeroMet: true })).toEqual([]);
  });

  test('comparing and future claims are asked about only where the evaluator found nothing behind them', () => {
    const claim = { 'environmental-claim': '30% less carbon by 2030', 'claim-standard-named': true };
    expect(codesOf({ answers: claim })).toEqual([]);
    expect(codesOf({ answers: { ...claim, 'claim-baseline-named': true, 'claim-plan-dated': true } })).toEqual([]);
    expect(codesOf({ answers: { ...claim, 'claim-baseline-named': false, 'claim-plan-dated': false } })).toEqual([
      'GW04 medium',
      'GW05 medium',
    ]);
  });

  test('own labels, netted avoided emissions and part life cycles are asked about', () => {
    const answers = {
      'own-label-shown-as-certificate': true,
      'avoided-emissions-netted': true,
      'part-of-life-cycle-only': true,
    };
    expect(codesOf({ answers })).toEqual(['GW06 medium', 'GW08 high', 'GW09 high']);
  });

  test('a definition without the number its check needs is a fault told by name, not a pass', () => {
    const checks = CHECK_DEFINITIONS.map((check) => ({ ...check, numbers: {} }));
    const bid = {
      answer: () => '1',
      profile: 'saas',
      tenderYear: 2026,
      bidDeadline: '2026-12-18',
      footprint: footprintOf([]),
      devices: [],
      netZeroMet: false,
    };
    expect(() => consistencyFlags(bid, { ...CHECK_REFERENCE, checks })).toThrow('Check IC01 has no number "share"');
  });

  test('every definition but those across the bids is tested here', () => {
    const defined = CHECK_DEFINITIONS.map(({ code }) => code).filter((code) => !code.startsWith('OUT'));
    expect([...CHECK_CODES].sort()).toEqual(defined.sort());
  });
});

type CheckInputs = Readonly<Record<string, unknown>> & {
  readonly devices?: Readonly<Record<string, number>>;
  readonly trajectory?: readonly (readonly [number, number])[];
  readonly lines?: readonly number[];
  readonly fu_qty?: number;
  readonly tenderYear?: number;
};
type ExpectedFlags = readonly { readonly code: string; readonly severity: string }[];

/** Question ids by the field names of the examples. */
function questionIds(): Map<string, string> {
  const csv = readFileSync(sharedPath('data', 'rule-set', 'questions.csv'), 'utf8');
  const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
  return new Map(data.map((row) => [row['field'] ?? '', row['question_id'] ?? '']));
}

function footprintFrom({ lines = [], trajectory = [], fu_qty: units = 1 }: CheckInputs): Footprint {
  return footprintOf(
    [
      ...lines.map((tonnes) => ({ stage: 'make' as const, declaredKg: String(tonnes * 1000) })),
      ...trajectory.map(([year, tonnes]) => ({
        stage: 'use' as const,
        declaredKg: String(tonnes * 1000),
        year: String(year),
      })),
    ],
    { functionalUnits: String(units) },
  );
}

function answersFrom(inputs: CheckInputs, ids: ReadonlyMap<string, string>): Record<string, string | boolean> {
  const inOtherSheets = new Set(['devices', 'trajectory', 'lines', 'fu_qty', 'tenderYear']);
  const rows = Object.entries(inputs).filter(([field]) => !inOtherSheets.has(field));
  return Object.fromEntries(
    rows.map(([field, value]) => {
      const id = ids.get(field);
      if (id === undefined) throw new Error(`questions.csv has no field ${field}`);
      return [id, typeof value === 'boolean' ? value : String(value)];
    }),
  );
}

describe.skipIf(!sharedExists)('consistency checks of the worked examples (skipped without the shared data)', () => {
  test('every case gives exactly its flags, by the project’s own reference data', async () => {
    const { referenceData } = await testCatalogue();
    const ids = questionIds();
    const cases = workedExamples<CheckInputs, ExpectedFlags>('checks');
    expect(cases.length).toBeGreaterThan(20);
    for (const { id, inputs, expected } of cases) {
      const found = codesOf(
        {
          answers: answersFrom(inputs, ids),
          profile: 'services',
          tenderYear: inputs.tenderYear ?? 2026,
          footprint: footprintFrom(inputs),
          devices: Object.entries(inputs.devices ?? {}).map(([deviceClass, kg]) => device(deviceClass, String(kg))),
        },
        referenceData,
      );
      expect([id, ...found.sort()]).toEqual([
        id,
        ...expected.map(({ code, severity }) => `${code} ${severity}`).sort(),
      ]);
    }
  });
});
