import { STAGES } from '../domain/bid.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import { type Lot, lotFacts, PRICE_METHODS, type Procurement, ROUTES } from '../domain/procurement.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { findProfile, type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import { checkValuation } from './check-valuation.ts';
import { checkDecimal, checkText, createFaultList, type FaultList } from './fault-list.ts';
import { listed } from './nearest-names.ts';

/** What is wrong with the published facts of a procurement and of its lots. */
export function checkProcurement(procurement: Procurement, catalogue: Catalogue): Issue[] {
  const faults = createFaultList();
  const ruleSet = catalogue.ruleSets.find((one) => ruleSetKey(one) === procurement.ruleSet);
  checkNames(procurement, faults);
  checkRuleSet(procurement, ruleSet, catalogue, faults);
  checkRoute(procurement, catalogue, faults);
  checkDates(procurement, faults);
  checkPrices(procurement, faults);
  checkFacts('#/procurement', procurement, undefined, { procurement, ruleSet, catalogue, faults });
  checkLots(procurement, { procurement, ruleSet, catalogue, faults });
  if (ruleSet !== undefined) checkAdoptions(procurement, ruleSet, faults);
  return faults.issues;
}

export type FactsContext = {
  readonly procurement: Procurement;
  readonly ruleSet: RuleSet | undefined;
  readonly catalogue: Catalogue;
  readonly faults: FaultList;
};

function checkNames({ organisation, reference, title, functionalUnit }: Procurement, faults: FaultList): void {
  checkText(faults, '#/procurement/organisation', organisation, 'the name of the contracting authority');
  checkText(faults, '#/procurement/reference', reference, 'a reference for the procurement');
  checkText(faults, '#/procurement/title', title, 'what is bought');
  checkText(faults, '#/procurement/functionalUnit', functionalUnit, 'what carbon is compared for, as user-year');
}

function checkRuleSet(
  { ruleSet: key }: Procurement,
  ruleSet: RuleSet | undefined,
  catalogue: Catalogue,
  faults: FaultList,
): void {
  if (ruleSet !== undefined) return;
  const known = listed(catalogue.ruleSets.map(ruleSetKey));
  faults.add('#/procurement/ruleSet', 'unknown-rule-set', `Enter one of the rule sets ${known}, got "${key}"`, {
    found: key,
    expected: known,
  });
}

function checkRoute(
  { route, bidDeadline, frameworkReference }: Procurement,
  catalogue: Catalogue,
  faults: FaultList,
): void {
  const pointer = '#/procurement/route';
  if (!ROUTES.includes(route)) {
    faults.add(pointer, 'not-a-choice', `Enter one of ${listed(ROUTES)}, got "${route}"`, {
      found: route,
      expected: listed(ROUTES),
    });
    return;
  }
  const isFramework = route === 'framework-competition' || route === 'framework-direct';
  if (isFramework && (frameworkReference ?? '').trim() === '') {
    faults.add(
      '#/procurement/frameworkReference',
      'framework-reference-missing',
      `Enter the framework reference: the route is ${route}`,
      {
        expected: 'the reference of the framework',
      },
    );
  }
  if (parseIsoDate(bidDeadline) === undefined) return;
  const inForce = catalogue.referenceData.routes.some(
    (one) => one.route === route && one.from <= bidDeadline && (one.to === undefined || bidDeadline <= one.to),
  );
  if (!inForce) {
    faults.add(pointer, 'route-not-in-force', `The route "${route}" is not in force on ${bidDeadline}`, {
      found: route,
      fix: 'Enter another route, or put the bid deadline right.',
    });
  }
}

function checkPrices({ prices }: Procurement, faults: FaultList): void {
  const found: string | undefined = prices;
  if (found === undefined || found === 'separate') return;
  const message = `Enter separate where prices come after the consensus, or leave it blank; got "${found}"`;
  faults.add('#/procurement/prices', 'not-a-choice', message, { found, expected: 'separate, or nothing' });
}

function checkDates(procurement: Procurement, faults: FaultList): void {
  const { bidDeadline } = procurement;
  if (parseIsoDate(bidDeadline) === undefined) {
    faults.add('#/procurement/bidDeadline', 'not-a-date', `Enter a date, as 2026-12-18, got "${bidDeadline}"`, {
      found: bidDeadline,
      expected: 'a date',
    });
  }
}

function checkLots(procurement: Procurement, context: FactsContext): void {
  const seen = new Set<string>();
  for (const lot of procurement.lots) {
    const at = `#/procurement/lots/${encodePointerPart(lot.id)}`;
    checkText(context.faults, at, lot.id, 'a number or name for the lot');
    checkText(context.faults, `${at}/title`, lot.title, 'what the lot buys');
    if (seen.has(lot.id))
      context.faults.add(at, 'duplicate-lot', `Give each lot a name of its own; "${lot.id}" stands here twice`, {
        found: lot.id,
      });
    seen.add(lot.id);
    checkFacts(at, lot, lot, context);
  }
}

/** Checks what a procurement or a lot itself states; what must agree is tested on the facts that hold for the lot. */
function checkFacts(at: string, stated: Partial<Procurement> | Lot, lot: Lot | undefined, context: FactsContext): void {
  const { ruleSet, catalogue, faults } = context;
  const { profile, priceMethod, boundaryStages } = stated;
  if (profile !== undefined && ruleSet !== undefined && findProfile(ruleSet, profile)?.id !== profile) {
    const known = listed(ruleSet.profiles.map(({ id }) => id));
    faults.add(
      `${at}/profile`,
      'unknown-profile',
      `Enter one of ${known}, the profiles of ${ruleSetKey(ruleSet)}, got "${profile}"`,
      {
        found: profile,
        expected: known,
      },
    );
  }
  if (priceMethod !== undefined && !PRICE_METHODS.includes(priceMethod)) {
    const found = priceMethod;
    faults.add(`${at}/priceMethod`, 'not-a-choice', `Enter one of ${listed(PRICE_METHODS)}, got "${found}"`, {
      found,
      expected: listed(PRICE_METHODS),
    });
  }
  checkStages(`${at}/boundaryStages`, boundaryStages, faults);
  checkAmounts(at, stated, catalogue, faults);
  checkTerm(at, stated, lotFacts(context.procurement, lot), faults);
  checkValuation(at, stated, lotFacts(context.procurement, lot), context);
}

function checkStages(pointer: string, stages: readonly string[] | undefined, faults: FaultList): void {
  if (stages === undefined) return;
  const known: readonly string[] = STAGES;
  for (const stage of stages) {
    if (!known.includes(stage)) {
      faults.add(pointer, 'unknown-stage', `Enter stages out of ${listed(known)}, got "${stage}"`, {
        found: stage,
        expected: listed(known),
      });
    }
  }
  if (new Set(stages).size !== stages.length)
    faults.add(pointer, 'duplicate-stage', 'Name each stage of the boundary once', { found: stages.join(', ') });
  if (stages.length === 0)
    faults.add(pointer, 'missing', `Name at least one stage: ${listed(known)}`, { expected: listed(known) });
}

function checkAmounts(at: string, stated: Partial<Procurement> | Lot, catalogue: Catalogue, faults: FaultList): void {
  checkDecimal(faults, catalogue, `${at}/functionalUnits`, stated.functionalUnits, {
    what: 'the number of functional units',
    question: 'functional-units',
    aboveZero: true,
  });
  checkDecimal(faults, catalogue, `${at}/estimatedValue`, stated.estimatedValue, { what: 'an amount in pounds' });
  checkDecimal(faults, catalogue, `${at}/referenceFootprintTonnes`, stated.referenceFootprintTonnes, {
    what: 'a number of tonnes of CO2e',
    question: 'reference-footprint',
  });
  const perUnit = { what: 'a number of kgCO2e for each functional unit', question: 'carbon-per-functional-unit' };
  checkDecimal(faults, catalogue, `${at}/carbonDefaultTotal`, stated.carbonDefaultTotal, perUnit);
  for (const stage of STAGES)
    checkDecimal(faults, catalogue, `${at}/stageDefaults/${stage}`, stated.stageDefaults?.[stage], perUnit);
}

function checkTerm(
  at: string,
  stated: { readonly contractStart?: string; readonly contractEnd?: string },
  facts: { readonly contractStart?: string; readonly contractEnd?: string },
  faults: FaultList,
): void {
  for (const field of ['contractStart', 'contractEnd'] as const) {
    const date = stated[field];
    if (date !== undefined && parseIsoDate(date) === undefined) {
      faults.add(`${at}/${field}`, 'not-a-date', `Enter a date, as 2027-04-01, got "${date}"`, {
        found: date,
        expected: 'a date',
      });
    }
  }
  const { contractStart: start, contractEnd: end } = facts;
  const isOwn = stated.contractStart !== undefined || stated.contractEnd !== undefined;
  if (isOwn && start !== undefined && end !== undefined && end <= start) {
    faults.add(
      `${at}/contractEnd`,
      'end-before-start',
      `Enter a contract end after the contract start, ${start}, got ${end}`,
      {
        found: end,
        expected: `a date after ${start}`,
      },
    );
  }
}

function checkAdoptions({ adoptions }: Procurement, ruleSet: RuleSet, faults: FaultList): void {
  const conditions = new Set(ruleSet.conditions.map(({ code }) => code));
  const codes = [...conditions, ...ruleSet.thresholds.map(({ code }) => code)];
  const seen = new Set<string>();
  for (const { code, on, reason } of adoptions) {
    const pointer = `#/procurement/adoptions/${encodePointerPart(code)}`;
    if (!codes.includes(code)) {
      faults.add(pointer, 'unknown-code', `Enter one of ${listed(codes)}, got "${code}"`, {
        found: code,
        expected: listed(codes),
      });
      continue;
    }
    if (seen.has(code)) faults.add(pointer, 'duplicate-code', `Name ${code} once`, { found: code });
    seen.add(code);
    const needsReason = on ? !isOnAnyway(code, ruleSet) : conditions.has(code);
    if (needsReason && (reason ?? '').trim() === '') {
      const written = on ? code : `no ${code}`;
      faults.add(
        pointer,
        'reason-missing',
        `Give the reason why ${code} is ${on ? 'adopted' : 'switched off'}, as "${written}: reason"`,
        {
          found: written,
          expected: `${written}: reason`,
        },
      );
    }
  }
}

/** Naming what the rule set has on already changes nothing, and a condition may be one that needs no reason. */
function isOnAnyway(code: string, { conditions, thresholds }: RuleSet): boolean {
  const condition = conditions.find((one) => one.code === code);
  if (condition !== undefined) return condition.on || !condition.reasonRequired;
  return thresholds.some((one) => one.code === code && one.adopted);
}
