import { type Fraction, HUNDRED, ONE, sum, toFraction, ZERO } from '../domain/quantity.ts';
import {
  type Check,
  type CheckReader,
  figure,
  higher,
  NOTHING,
  type Suspicion,
  suspectIf,
  tenths,
} from './check-input.ts';

/** Checks of sums, years and cuts within the bid's own figures. Tonnes are tCO2e. */
export const FIGURE_CHECKS: Readonly<Record<string, Check>> = {
  IC01: scopesAddToTotal,
  IC02: linesAddToContractTotal,
  IC03: intensityFollowsFromTotal,
  IC04: yearsInOrder,
  IC05: netZeroYearAhead,
  IC06: claimedCutFollows,
  IC07: trajectoryDoesNotRise,
  IC12: netIsGrossLessCredits,
  IC13: creditsAreRetired,
  IC19: cutIsPossible,
};

function scopesAddToTotal(reader: CheckReader): readonly Suspicion[] {
  const [scope1, scope2, scope3] = ['scope-1-emissions', 'scope-2-emissions', 'scope-3-emissions'].map((id) =>
    reader.number(id),
  );
  const total = reader.number('total-emissions');
  if (scope1 === undefined || scope2 === undefined || scope3 === undefined || total === undefined) return NOTHING;
  const added = sum([scope1, scope2, scope3]);
  const allowed = higher(total.mul(reader.limit('share')), reader.limit('tonnes'));
  return suspectIf(
    added.sub(total).abs().gt(allowed),
    () => `Scopes 1, 2 and 3 add to ${figure(added)} t; the stated total is ${figure(total)} t.`,
  );
}

function linesAddToContractTotal(reader: CheckReader): readonly Suspicion[] {
  const total = reader.number('contract-total-emissions');
  const gross = reader.bid.footprint.grossKilograms;
  if (total === undefined || gross === undefined) return NOTHING;
  const lines = gross.div(1000);
  const allowed = higher(total.mul(reader.limit('share')), reader.limit('tonnes'));
  return suspectIf(
    lines.sub(total).abs().gt(allowed),
    () => `The carbon lines add to ${figure(lines)} t; the stated contract total is ${figure(total)} t.`,
  );
}

function intensityFollowsFromTotal(reader: CheckReader): readonly Suspicion[] {
  const total = reader.number('contract-total-emissions');
  const stated = reader.number('stated-intensity');
  const units = reader.bid.footprint.functionalUnits;
  if (total === undefined || stated === undefined || units.lte(ZERO)) return NOTHING;
  const computed = total.mul(1000).div(units);
  const allowed = higher(computed, stated).mul(reader.limit('share'));
  return suspectIf(
    computed.sub(stated).abs().gt(allowed),
    () =>
      `${figure(total)} t over ${figure(units)} functional units is ${figure(computed)} kg for each; ` +
      `the bid states ${figure(stated)} kg.`,
  );
}

function yearsInOrder(reader: CheckReader): readonly Suspicion[] {
  const baseline = reader.number('baseline-year');
  const latest = reader.number('latest-reported-year');
  if (baseline === undefined || latest === undefined) return NOTHING;
  const earliest = reader.limit('earliestYear');
  const tender = toFraction(reader.bid.tenderYear);
  const inOrder = earliest.lte(baseline) && baseline.lt(latest) && latest.lte(tender);
  return suspectIf(
    !inOrder,
    () =>
      `The baseline year is ${figure(baseline)} and the latest reported year ${figure(latest)}; expected is a baseline ` +
      `from ${figure(earliest)} on, a later reported year, and none after ${figure(tender)}.`,
  );
}

function netZeroYearAhead(reader: CheckReader): readonly Suspicion[] {
  const netZero = reader.number('net-zero-year');
  const latest = reader.number('latest-reported-year');
  if (netZero === undefined || latest === undefined) return NOTHING;
  return suspectIf(
    netZero.lte(latest),
    () => `The net zero year, ${figure(netZero)}, is not after the latest reported year, ${figure(latest)}.`,
  );
}

function claimedCutFollows(reader: CheckReader): readonly Suspicion[] {
  const claimed = reader.number('claimed-cut-since-baseline');
  const cut = cutPercent(reader);
  if (claimed === undefined || cut === undefined) return NOTHING;
  return suspectIf(
    cut.sub(claimed).abs().gt(reader.limit('points')),
    () => `The bid claims a cut of ${figure(claimed)}% since the baseline; its own figures give ${tenths(cut)}%.`,
  );
}

/** By the years that carbon lines name; a line without a year is left out. */
function trajectoryDoesNotRise(reader: CheckReader): readonly Suspicion[] {
  const byYear = new Map<string, Fraction>();
  for (const { source, kilograms } of reader.bid.footprint.lines) {
    if (source.year !== undefined) byYear.set(source.year, (byYear.get(source.year) ?? ZERO).add(kilograms));
  }
  const years = [...byYear].sort(([a], [b]) => (a < b ? -1 : 1));
  const rises = years.slice(1).flatMap(([year, kilograms], index) => {
    const [before, earlier] = years[index] ?? [year, kilograms];
    return kilograms.gt(earlier)
      ? [`from ${figure(earlier.div(1000))} t in ${before} to ${figure(kilograms.div(1000))} t in ${year}`]
      : [];
  });
  return suspectIf(rises.length > 0, () => `The carbon lines rise ${rises.join(', and ')}.`);
}

function netIsGrossLessCredits(reader: CheckReader): readonly Suspicion[] {
  const gross = reader.number('claimed-gross');
  const credits = reader.number('claimed-credits');
  const net = reader.number('claimed-net');
  if (gross === undefined || credits === undefined || net === undefined) return NOTHING;
  const computed = gross.sub(credits);
  const allowed = higher(gross.mul(reader.limit('share')), reader.limit('tonnes'));
  return suspectIf(
    computed.sub(net).abs().gt(allowed),
    () =>
      `Gross ${figure(gross)} t less credits ${figure(credits)} t is ${figure(computed)} t; ` +
      `the claimed net is ${figure(net)} t.`,
  );
}

function creditsAreRetired(reader: CheckReader): readonly Suspicion[] {
  const credits = reader.number('claimed-credits');
  const retired = reader.number('retired-credits');
  if (credits === undefined || retired === undefined) return NOTHING;
  return suspectIf(
    credits.gt(ZERO) && retired.lt(credits),
    () => `${figure(credits)} t of credits are claimed; ${figure(retired)} t are retired.`,
  );
}

function cutIsPossible(reader: CheckReader): readonly Suspicion[] {
  const cut = cutPercent(reader);
  const baseline = reader.number('baseline-year');
  const latest = reader.number('latest-reported-year');
  if (cut === undefined || baseline === undefined || latest === undefined || latest.equals(baseline)) return NOTHING;
  const years = latest.sub(baseline);
  const yearly = cut.div(years);
  const limit = reader.limit('points');
  return suspectIf(
    yearly.gt(limit),
    () =>
      `A cut of ${tenths(cut)}% in ${figure(years)} years is ${tenths(yearly)} points of the baseline a year; ` +
      `more than ${figure(limit)} is unusual.`,
  );
}

/** `100 x (1 - latest / baseline)`; undefined where a figure is missing or the baseline is 0. */
function cutPercent(reader: CheckReader): Fraction | undefined {
  const baseline = reader.number('baseline-emissions');
  const latest = reader.number('latest-emissions');
  if (baseline === undefined || latest === undefined || baseline.equals(ZERO)) return undefined;
  return HUNDRED.mul(ONE.sub(latest.div(baseline)));
}
