import { decimalText, type Fraction, roundHalfUp } from '../domain/quantity.ts';
import type { StatedFinding } from './assessment.ts';
import { type Finding, findingText, nearestMissText, type Rule } from './rule.ts';

/** Findings in the words of their rule. */
export function stateFindings(rule: Rule, findings: readonly Finding[]): StatedFinding[] {
  return findings.map((finding) => {
    const evidence = finding.facts.find((fact) => fact.evidence !== undefined)?.evidence;
    return {
      messageId: finding.message,
      message: findingText(rule, finding),
      data: finding.data,
      facts: finding.facts,
      ...(evidence === undefined ? {} : { evidence }),
      ...(finding.nearestMiss === undefined ? {} : { nearestMiss: nearestMissText(finding.nearestMiss, pointsText) }),
    };
  });
}

/** Points for display: whole where they are whole, else two places, half up. */
export function pointsText(points: Fraction): string {
  return points.d === 1n ? decimalText(points) : roundHalfUp(points, 2);
}
