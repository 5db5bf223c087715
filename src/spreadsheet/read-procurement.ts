import { plainName } from '../application/nearest-names.ts';
import { STAGES, type Stage } from '../domain/bid.ts';
import { encodePointerPart } from '../domain/issue.ts';
import type { Adoption, Lot, LotFacts, PriceMethod, Procurement, Route } from '../domain/procurement.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { findProfile, type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import { readAdoptions } from './adoption-text.ts';
import { DEFAULT_RULE_SET } from './layout.ts';
import type { ReadingLog } from './reading-log.ts';
import type { RowValues } from './row-values.ts';

const AT = '#/procurement';

/**
 * The procurement that `About` and `Lots` state. A required value that is missing has been reported; an empty text
 * stands for it, so that the rest can be checked in the same go. Such a procurement is never given out.
 */
export function readProcurement(
  about: RowValues,
  lots: readonly RowValues[],
  catalogue: Catalogue,
  log: ReadingLog,
): Procurement {
  about.report(log, AT, 'reference');
  log.locateRow(`${AT}/shares`, about, 'environmentShare');
  const ruleSet = findRuleSet(about.get('ruleSet') ?? DEFAULT_RULE_SET, catalogue);
  return {
    organisation: about.get('organisation') ?? '',
    reference: about.get('reference') ?? '',
    title: about.get('title') ?? '',
    route: (about.get('route') ?? 'open') as Route,
    ...optional('noticeReference', about.get('noticeReference')),
    ...optional('frameworkReference', about.get('frameworkReference')),
    ruleSet: ruleSet === undefined ? (about.get('ruleSet') ?? DEFAULT_RULE_SET) : ruleSetKey(ruleSet),
    bidDeadline: about.get('bidDeadline') ?? '',
    ...readFacts(about, AT, log),
    functionalUnit: about.get('functionalUnit') ?? '',
    functionalUnits: about.get('functionalUnits') ?? '',
    profile: profileId(about.get('profile') ?? '', ruleSet),
    ...(about.get('prices') === 'separate' ? { prices: 'separate' as const } : {}),
    adoptions: readAboutAdoptions(about, log),
    lots: lots.map((row) => readLot(row, ruleSet, log)),
  };
}

/** The stages that a list in one cell names; what is none of them is kept, for the check to report. */
function readStages(text: string): Stage[] {
  return text
    .split(/[,;|/\s]+/)
    .filter((part) => part !== '')
    .map((part) => STAGES.find((stage) => plainName(stage) === plainName(part)) ?? (part as Stage));
}

function readLot(row: RowValues, ruleSet: RuleSet | undefined, log: ReadingLog): Lot {
  const id = row.get('lot') ?? '';
  const at = `${AT}/lots/${encodePointerPart(id === '' ? `row ${row.number}` : id)}`;
  row.report(log, at, 'lot');
  log.locateRow(`${at}/shares`, row, 'environmentShare');
  const profile = row.get('profile');
  return {
    id,
    title: row.get('title') ?? '',
    ...readFacts(row, at, log),
    ...optional('profile', profile === undefined ? undefined : profileId(profile, ruleSet)),
  };
}

/** The facts that a procurement and a lot may both state. */
function readFacts(row: RowValues, at: string, log: ReadingLog): Partial<LotFacts> {
  const stageDefaults = STAGES.flatMap((stage) => {
    const value = row.get(`stageDefault.${stage}`);
    return value === undefined ? [] : [[stage, value] as const];
  });
  const stages = row.get('boundaryStages');
  return {
    ...optional('functionalUnit', row.get('functionalUnit')),
    ...optional('functionalUnits', row.get('functionalUnits')),
    ...optional('estimatedValue', row.get('estimatedValue')),
    ...optional('contractStart', row.get('contractStart')),
    ...optional('contractEnd', row.get('contractEnd')),
    ...readShares(row, at, log),
    ...optional('priceMethod', row.get('priceMethod') as PriceMethod | undefined),
    ...optional('priceBenchmarkHigh', row.get('priceBenchmarkHigh')),
    ...optional('priceBenchmarkLow', row.get('priceBenchmarkLow')),
    ...optional('carbonBenchmarkHigh', row.get('carbonBenchmarkHigh')),
    ...optional('carbonBenchmarkLow', row.get('carbonBenchmarkLow')),
    ...optional('carbonDefaultTotal', row.get('carbonDefaultTotal')),
    ...(stageDefaults.length === 0 ? {} : { stageDefaults: Object.fromEntries(stageDefaults) }),
    ...(stages === undefined ? {} : { boundaryStages: readStages(stages) }),
    ...optional('referenceFootprintTonnes', row.get('referenceFootprintTonnes')),
  };
}

/** All three shares or none: a share that is not stated is not 0. */
function readShares(row: RowValues, at: string, log: ReadingLog): Pick<LotFacts, 'shares'> {
  const fields = ['environmentShare', 'qualityShare', 'priceShare'] as const;
  const [environment, quality, price] = fields.map((field) => row.get(field));
  if (environment !== undefined && quality !== undefined && price !== undefined)
    return { shares: { environment, quality, price } };
  if (environment === undefined && quality === undefined && price === undefined) return {};
  for (const field of fields) {
    if (row.cell(field) !== undefined) continue;
    log.fault(row.place(field), `${at}/shares`, 'share-missing', 'Enter all three shares, or none; they total 100', {
      expected: 'a percentage',
    });
  }
  return {};
}

function readAboutAdoptions(about: RowValues, log: ReadingLog): Adoption[] {
  const { adoptions, unread } = readAdoptions(about.get('adoptions') ?? '');
  const place = about.place('adoptions');
  for (const part of unread) {
    log.fault(
      place,
      `${AT}/adoptions`,
      'not-a-code',
      `Enter codes with reasons, as "G1; T2: reason; no G3: reason", got "${part}"`,
      {
        found: part,
        expected: 'G1; T2: reason; no G3: reason',
      },
    );
  }
  for (const { code } of adoptions) log.locateCell(`${AT}/adoptions/${encodePointerPart(code)}`, place);
  return adoptions;
}

function findRuleSet(key: string, catalogue: Catalogue): RuleSet | undefined {
  return catalogue.ruleSets.find((one) => ruleSetKey(one).toLowerCase() === key.trim().toLowerCase());
}

/** The profile's id where the rule set knows the name or a synonym; else the name, for the check to report. */
function profileId(name: string, ruleSet: RuleSet | undefined): string {
  if (ruleSet === undefined) return name;
  const byTitle = ruleSet.profiles.find(({ id, title }) =>
    [id, title].some((known) => plainName(known) === plainName(name)),
  );
  return (findProfile(ruleSet, name) ?? byTitle)?.id ?? name;
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
