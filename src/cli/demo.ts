import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bidTrajectory, type BaselineStatement, parseBaselineStatement } from '../application/contract-trajectory.ts';
import { buildDraftPack, scoreTender } from '../application/score-tender.ts';
import type { ContractTrajectory } from '../domain/trajectory.ts';
import { decimalText, kilogramsText, roundHalfUp, toFraction } from '../domain/quantity.ts';
import { getBid } from '../scoring/explain.ts';
import { type Command, textOption } from './command.ts';
import { printAssessment } from './print-assessment.ts';
import { portOf, serveUntilStopped } from './serve.ts';
import { tableText, type Terminal } from './terminal.ts';
import { writeFiles } from './write-files.ts';

export const demo: Command = {
  name: 'demo',
  usage: '[--no-serve] [--out DIR] [--port PORT]',
  does: 'the worked example: ranking with reasons, the winning bid’s carbon by year, its place on a trajectory to 2030',
  options: { 'no-serve': { type: 'boolean' }, out: { type: 'string' }, port: { type: 'string' } },
  positionals: [0, 0],
  async run(input, { terminal, ports, fixturesFolder, startDemo }) {
    const address = portOf(input);
    const folder = textOption(input, 'out') ?? join('out', 'demo');
    const example = join(fixturesFolder, 'northshire');
    const deps = await ports();
    terminal.err('Scoring the tender of an invented council. No database is used.');
    const scored = await scoreTender(deps, { name: 'tender.xlsx', path: join(example, 'tender.xlsx') });
    printAssessment(scored, terminal);
    await writeFiles(folder, await buildDraftPack(deps, scored));
    const { statement, plan } = parseBaselineStatement(
      JSON.parse(await readFile(join(example, 'baseline.json'), 'utf8')),
    );
    for (const lot of scored.assessment.lots) {
      const [first] = lot.ranking;
      if (first === undefined) continue;
      const trajectory = bidTrajectory(getBid(lot, first), lot, scored.assessment.procurement, plan);
      if (trajectory !== undefined) printTrajectory(first, trajectory, statement, terminal);
    }
    terminal.err(`\nThe evaluation pack is in ${folder}: open for-council/evaluation-report.html first.`);
    terminal.err(`Next: npm run scorer -- replay ${join(folder, 'for-council', 'decision-record.json')}`);
    if (input.options['no-serve'] !== true) {
      terminal.err('\nThe same on pages, in a database of its own that is made anew each time:');
      await serveUntilStopped(terminal, () => startDemo(address));
    }
    return 0;
  },
};

function printTrajectory(
  bid: string,
  trajectory: ContractTrajectory,
  statement: BaselineStatement,
  terminal: Terminal,
): void {
  const { baseline, target, adopted } = statement;
  const illustrative = adopted ? '' : ' Illustrative, not an adopted target.';
  terminal.out(`\nCarbon of the first-ranked bid ${bid} by financial year, gross, beside the pathway of ICT contracts`);
  terminal.out(
    `(${decimalText(toFraction(baseline.tonnes))} t in ${baseline.year} to ${target.residualPercent}% in ${target.year}, linear).${illustrative}`,
  );
  const years = trajectory.years.filter(({ contract }) => contract !== undefined);
  terminal.out(
    tableText([
      ['Year', 'Pathway, t', 'This contract, t', 'Share of pathway'],
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
      : `, ${roundHalfUp(shareOfBudgetPercent, 1)}% of the ${tonnesText(remainingBudget)} t that the pathway allows until then`;
  terminal.out(
    `To ${target.year} the contract emits ${tonnesText(contractToTarget)} t${share}; after it ${tonnesText(contractAfterTarget)} t.`,
  );
}

function tonnesText(grams: bigint): string {
  return roundHalfUp(toFraction(kilogramsText(grams)).div(1000), 1);
}
