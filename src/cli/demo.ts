import { join } from 'node:path';
import { bidTrajectory } from '../application/contract-trajectory.ts';
import { buildDraftPack, scoreTender } from '../application/score-tender.ts';
import type { Trajectory } from '../application/trajectory.ts';
import { standingText, subjectText } from '../application/trajectory-words.ts';
import type { ContractTrajectory } from '../domain/trajectory.ts';
import type { TotalsQuery } from '../domain/totals-query.ts';
import { kilogramsText, roundHalfUp, toFraction } from '../domain/quantity.ts';
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
      const effect = bidTrajectory(getBid(lot, first), lot, scored.assessment.procurement, found.material.plan);
      if (effect !== undefined) printContract(first, effect, found, terminal);
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

/** What the first-ranked bid's contract would take of the path, beside the line that is on record. */
function printContract(bid: string, trajectory: ContractTrajectory, found: Trajectory, terminal: Terminal): void {
  const { target } = found.record.plan;
  terminal.out(`\nCarbon of the first-ranked bid ${bid} by financial year, gross, beside the path of the`);
  terminal.out(`${subjectText(found)}. ${standingText(found.record)} It is not yet in the line above.`);
  const years = trajectory.years.filter(({ contract }) => contract !== undefined);
  terminal.out(
    tableText([
      ['Year', 'Path, t', 'This contract, t', 'Share of path'],
      ...years.map(({ year, pathway, contract, sharePercent }) => [
        year,
        tonnesText(pathway),
        contract === undefined ? '' : tonnesText(contract),
        sharePercent === undefined ? '' : `${roundHalfUp(sharePercent, 1)}%`,
      ]),
    ]),
  );
  const { shareOfBudgetPercent, contractToTarget, remainingBudget, contractAfterTarget } = trajectory;
  const share =
    shareOfBudgetPercent === undefined
      ? ''
      : `, ${roundHalfUp(shareOfBudgetPercent, 1)}% of the ${tonnesText(remainingBudget)} t that the path allows until then`;
  terminal.out(
    `To ${target.year} the contract emits ${tonnesText(contractToTarget)} t${share}; after it ${tonnesText(contractAfterTarget)} t.`,
  );
}

function tonnesText(grams: bigint): string {
  return roundHalfUp(toFraction(kilogramsText(grams)).div(1000), 1);
}
