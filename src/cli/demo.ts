import { join } from 'node:path';
import { termOf, yearsOfBid } from '../application/bid-contract.ts';
import { buildDraftPack, scoreTender } from '../application/score-tender.ts';
import type { Trajectory } from '../application/trajectory.ts';
import { standingText, subjectText } from '../application/trajectory-words.ts';
import { type AwardEffect, awardEffect } from '../domain/award-effect.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { TotalsQuery } from '../domain/totals-query.ts';
import { type Grams, kilogramsText, roundHalfUp, toFraction } from '../domain/quantity.ts';
import type { LotAssessment } from '../scoring/assessment.ts';
import { bidEmissions } from '../scoring/bid-emissions.ts';
import { getBid } from '../scoring/explain.ts';
import { type Command, textOption } from './command.ts';
import { printAssessment } from './print-assessment.ts';
import { portOf, serveUntilStopped } from './serve.ts';
import { tableText, type Terminal } from './terminal.ts';
import { printTotals } from './totals.ts';
import { printTrajectory } from './trajectory.ts';
import { writeFiles } from './write-files.ts';

export const demo: Command = {
  name: 'demo',
  usage: '[--no-serve] [--out DIR] [--port PORT]',
  does: 'the worked example: ranking with reasons, carbon totals, the trajectory to 2030 and what the winning bid takes of it',
  options: { 'no-serve': { type: 'boolean' }, out: { type: 'string' }, port: { type: 'string' } },
  positionals: [0, 0],
  async run(input, context) {
    const { terminal, ports, fixturesFolder, onDemo, startDemo } = context;
    const address = portOf(input);
    const folder = textOption(input, 'out') ?? join('out', 'demo');
    const example = join(fixturesFolder, 'northshire');
    const deps = await ports();
    terminal.err('Scoring the tender of an invented council.');
    const scored = await scoreTender(deps, { name: 'tender.xlsx', path: join(example, 'tender.xlsx') });
    printAssessment(scored, terminal);
    await writeFiles(folder, await buildDraftPack(deps, scored));
    terminal.err('\nThe same on record, with contracts and carbon returns, in data/demo.db, made anew:');
    const found = await onDemo(async (useCases, person) => {
      const query: TotalsQuery = { by: ['financial_year'], view: 'whole-life', only: {} };
      printTotals(await useCases.carbonTotals(person, query), terminal);
      const line = await useCases.trajectory(person);
      printTrajectory(line, terminal);
      return line;
    });
    for (const lot of scored.assessment.lots) {
      const [first] = lot.ranking;
      if (first === undefined) continue;
      const effect = effectOfFirst(lot, first, scored.assessment.procurement, found);
      if (effect !== undefined) printEffect(first, effect, found, terminal);
    }
    terminal.err(`\nThe evaluation pack is in ${folder}: open for-council/evaluation-report.html first.`);
    terminal.err(`Next: npm run scorer -- replay ${join(folder, 'for-council', 'decision-record.json')}`);
    if (input.options['no-serve'] !== true) {
      terminal.err('\nThe same on pages:');
      await serveUntilStopped(terminal, () => startDemo(address));
    }
    return 0;
  },
};

/** Worked out like the effect of a bid on record; this tender is scored as a trial. */
function effectOfFirst(
  lot: LotAssessment,
  first: string,
  procurement: Procurement,
  { bearer, material, moment, line }: Trajectory,
): AwardEffect | undefined {
  const bid = getBid(lot, first);
  const term = termOf(lot.facts, procurement);
  const emissions = bidEmissions(bid.carbon.footprint.lines, term);
  if (emissions === undefined) return undefined;
  const { targetYear } = material.plan;
  const years = yearsOfBid(bid, emissions, term, { organisation: bearer, until: moment.until, targetYear });
  return awardEffect(material, line, years);
}

/** What the first-ranked bid's contract would add to the line that is on record. */
function printEffect(bid: string, effect: AwardEffect, found: Trajectory, terminal: Terminal): void {
  const { target } = found.record.plan;
  terminal.out(`\nThe first-ranked bid ${bid} in the line of ${subjectText(found)}, gross, without the electricity`);
  terminal.out(`of devices in its own buildings. ${standingText(found.record)} It is not yet in the line above.`);
  const added = found.line.years.map(({ year, pathway, figures }, index) => {
    const before = figures?.gross ?? 0n;
    const after = effect.line.years[index]?.figures?.gross ?? before;
    return { year, pathway, before, after };
  });
  terminal.out(
    tableText([
      ['Year', 'Path, t', 'Without it, t', 'This contract, t', 'With it, t'],
      ...added
        .filter(({ before, after }) => after !== before)
        .map(({ year, pathway, before, after }) => [
          year,
          tonnesText(pathway),
          tonnesText(before),
          tonnesText(after - before),
          tonnesText(after),
        ]),
    ]),
  );
  const { shareOfBudgetPercent, toTarget, afterTarget } = effect;
  const share =
    shareOfBudgetPercent === undefined
      ? ', of a budget of which nothing is left'
      : `, ${roundHalfUp(shareOfBudgetPercent, 1)}% of the ${tonnesText(found.line.budget.remaining)} t that are left of the budget`;
  terminal.out(
    `To ${target.year} the contract adds ${tonnesText(toTarget)} t${share}; after it ${tonnesText(afterTarget)} t.`,
  );
}

function tonnesText(grams: Grams): string {
  return roundHalfUp(toFraction(kilogramsText(grams)).div(1000), 1);
}
