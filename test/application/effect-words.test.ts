import { describe, expect, it } from 'vitest';
import { yearsOfBid } from '../../src/application/bid-contract.ts';
import { effectNotes } from '../../src/application/effect-words.ts';
import { awardEffect } from '../../src/domain/award-effect.ts';
import type { TrajectoryPlan } from '../../src/domain/trajectory.ts';
import { trajectoryLine } from '../../src/domain/trajectory-line.ts';
import { bidEmissions } from '../../src/scoring/bid-emissions.ts';
import { declared } from '../support/declared-carbon.ts';

const TONNE = 1_000_000n;
const PLAN: TrajectoryPlan = {
  baseYear: '2019/20',
  targetYear: '2029/30',
  method: 'linear',
  baseline: 1000n * TONNE,
  residualPercent: '10',
};
const INPUT = { plan: PLAN, contracts: [], currentYear: '2026/27' };
const supplier = { name: 'Fictional Fern Hosting Ltd', identifier: { scheme: 'GB-COH', id: '00000001' } };
const WHOSE = { organisation: 'northshire', until: '2026-11', targetYear: PLAN.targetYear };

function told(lines: Parameters<typeof bidEmissions>[0], end: string, isPublished = true) {
  const term = { start: '2027-04-01', end, isPublished };
  const about = { reference: 'B1', supplier: supplier.name, missingStages: [], isTermPublished: isPublished };
  const emissions = bidEmissions(lines, term);
  if (emissions === undefined) return { notes: effectNotes({ ...about, useNotTold: 0n }) };
  const bid = { bid: { reference: 'B1', supplier } } as Parameters<typeof yearsOfBid>[0];
  const effect = awardEffect(INPUT, trajectoryLine(INPUT), yearsOfBid(bid, emissions, term, WHOSE));
  const { useNotTold } = emissions;
  return { notes: effectNotes({ ...about, effect, useNotTold }), effect };
}

describe('what is said beside the effect of a bid', () => {
  it('is nothing where the line rises by what is declared', () => {
    const { notes, effect } = told([declared('1461', { stage: 'make' })], '2031-03-31');
    expect(notes).toEqual([]);
    expect(effect).toMatchObject({ toTarget: 1_096_000n, afterTarget: 365_000n, atRunRate: 0n });
  });

  it('is what the line forecasts beside it, as for any contract that ends before the target', () => {
    const { notes, effect } = told([declared('1200', { stage: 'make', year: '2027/28' })], '2028-03-31');
    expect(effect).toMatchObject({ toTarget: 3_600_000n, atRunRate: 2_400_000n });
    expect(notes).toEqual([
      '2.4 t of it are not declared: they are forecast at the average month of what is, for months of the term without carbon and for the need after its end.',
    ]);
  });

  it('is how much nobody can tell, that no term was published, or that nothing is declared', () => {
    expect(told([declared('2500', { stage: 'use' })], '2031-03-31').notes).toEqual([
      '2.5 t are declared for use without a scope or a conversion factor: nobody can tell whose meter they are on, so they count.',
    ]);
    expect(told([declared('1', { stage: 'make' })], '2027-04-01', false).notes).toEqual([
      'No term was published: it is what the bid declares, by year, and the dates of the contract may move it.',
    ]);
    expect(told([], '2031-03-31').notes).toEqual(['Declares no carbon: its effect is not known, which is not none.']);
  });
});
