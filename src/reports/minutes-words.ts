import type { Interest } from '../application/evaluation-records.ts';
import type { MinutedFinding, Minutes } from '../application/moderation-minutes.ts';
import type { MinutedInterest, MinutedPerson } from '../application/minuted-people.ts';
import type { ScoreChange } from '../application/score-changes.ts';
import { dateText } from '../domain/plain-english.ts';
import { ukDay } from '../domain/uk-day.ts';
import { asSentence } from './agreed-reasons.ts';

const INTERESTS: Readonly<Record<Interest, string>> = {
  none: 'no interest',
  potential: 'a potential conflict',
  perceived: 'a perceived conflict',
  actual: 'an actual conflict',
};

/** How the bids were evaluated: here, by code or by name; or elsewhere, with the file that says so. */
export function conductedText({ blind, elsewhere }: Minutes): string {
  if (elsewhere === undefined) {
    return blind ? 'Here; bidders were shown by code until the consensus was locked.' : 'Here; bidders were named.';
  }
  const { file, sha256, byName, at } = elsewhere;
  return `Elsewhere. Imported from ${file} (SHA-256 ${sha256}) by ${byName} on ${dateText(ukDay(at))}.`;
}

/** "4 points (facts accepted)"; what is found of points is the points themselves. */
export function foundText({ found, judgement, isTakenOff }: MinutedFinding): string {
  const words = judgement === found ? found : `${found} (${judgement})`;
  return isTakenOff === true ? `${words}, taken off afterwards` : words;
}

/** What a person declared, a line for each declaration with what was decided about it. */
export function interestLines({ interests }: MinutedPerson): string[] {
  return interests.length === 0 ? ['No declaration is on record.'] : interests.map(interestText);
}

function interestText({ interest, at, details, mitigation, decision }: MinutedInterest): string {
  const said = [
    `${dateText(ukDay(at))}: ${INTERESTS[interest]}`,
    ...(details === undefined ? [] : [details]),
    ...(mitigation === undefined ? [] : [`Mitigation: ${mitigation}`]),
    ...(decision === undefined
      ? []
      : [
          `${decision.byName} decided on ${dateText(ukDay(decision.at))}: ${decision.decision === 'replaced' ? 'replaced' : 'the mitigation is accepted'}`,
          decision.reason,
        ]),
  ];
  return said.map(asSentence).join(' ');
}

/** Why, and who else approved. */
export function changeWords({ reason, secondApprover }: ScoreChange): string {
  return secondApprover === undefined ? reason : `${asSentence(reason)} Second approver: ${secondApprover}.`;
}
