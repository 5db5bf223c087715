import { pointsWords } from '../domain/plain-english.ts';
import type { Judgement } from './evaluation-records.ts';

type Corrections = Extract<Judgement, { readonly kind: 'facts' }>['corrections'];

/** What somebody found, in words: "3 points", "facts accepted", "facts corrected: net-zero-year = 2035". */
export function judgementText(judgement: Judgement): string {
  if (judgement.kind === 'points') return pointsWords(judgement.points);
  const isAccepted = Object.keys(judgement.corrections).length === 0;
  return isAccepted ? 'facts accepted' : `facts corrected: ${factsText(judgement.corrections)}`;
}

/** Facts as a cell of the workbook holds them: "accepted", or "net-zero-year = 2035; ems-covers-delivery = No". */
export function factsText(corrections: Corrections): string {
  const pairs = Object.entries(corrections).map(([id, answer]) => `${id} = ${answerWords(answer)}`);
  return pairs.length === 0 ? 'accepted' : pairs.join('; ');
}

function answerWords(answer: Corrections[string]): string {
  if (answer === 'missing') return 'missing';
  if (answer.state === 'not-applicable') return `not applicable: ${answer.reason}`;
  return typeof answer.value === 'string' ? answer.value : answer.value ? 'Yes' : 'No';
}
