import type { Person } from '../domain/person.ts';
import { dateText } from '../domain/plain-english.ts';
import { listEngagementActions } from './engagement-queries.ts';
import { assignmentsNow, awaitsApproval, clearanceOf, isAssigned, lockedBy } from './evaluation-state.ts';
import { itemStates } from './moderation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, readEvaluation } from './read-evaluation.ts';
import { CARBON_READERS, EVALUATION_READERS } from './roles.ts';

/** Something that waits for this person: an engagement action, or a page of a procurement on which it is done. */
export type Turn = EvaluationTurn | { readonly action: number; readonly title: string; readonly text: string };

type EvaluationTurn = {
  readonly procurement: string;
  readonly title: string;
  readonly page: 'declarations' | 'evaluation' | 'moderation';
  readonly text: string;
};

/** What waits for the person: engagement actions of his or her own, overdue ones first, and the evaluations that run now. */
export async function listTurns(ports: ServicePorts, person: Person): Promise<Turn[]> {
  return [...(await ownActions(ports, person)), ...(await evaluationTurns(ports, person))];
}

async function ownActions(ports: ServicePorts, person: Person): Promise<Turn[]> {
  if (!person.roles.some((role) => CARBON_READERS.some((reader) => reader === role))) return [];
  const actions = await listEngagementActions(ports, person, { owner: person.id, state: 'open' });
  return actions.map(({ number, what, supplierName, dueOn, overdue }) => ({
    action: number,
    title: supplierName,
    text: `${overdue ? 'Overdue since' : 'Due on'} ${dateText(dueOn)}: ${what}`,
  }));
}

async function evaluationTurns(ports: ServicePorts, person: Person): Promise<EvaluationTurn[]> {
  if (!person.roles.some((role) => EVALUATION_READERS.some((reader) => reader === role))) return [];
  return ports.database.read(async (stores) => {
    const turns: EvaluationTurn[] = [];
    let after: string | undefined;
    do {
      const page = await stores.procurements.list(person.organisation, {
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      after = page.next;
      for (const record of page.items) {
        if (record.state !== 'closed' && record.state !== 'evaluating') continue;
        turns.push(...turnsIn(await readEvaluation(ports, stores, record), person));
      }
    } while (after !== undefined);
    return turns;
  });
}

function turnsIn(evaluation: Evaluation, person: Person): EvaluationTurn[] {
  const { record, records } = evaluation;
  const turn: MakeTurn = (page, text) => ({
    procurement: record.reference,
    title: record.facts.title,
    page,
    text,
  });
  const isEvaluator = assignmentsNow(records).some((one) => one.person === person.id);
  const isModerator = person.roles.includes('moderator');
  if (isEvaluator || isModerator) {
    const clearance = clearanceOf(records, person.id);
    if (clearance === 'not-declared') return [turn('declarations', 'Declare your interests, before any bid is shown')];
    if (clearance !== 'cleared' || record.state === 'closed') return [];
    return isModerator ? moderatorsTurns(evaluation, turn) : evaluatorsTurns(evaluation, person, turn);
  }
  return person.roles.includes('officer') ? officersTurns(evaluation, turn) : [];
}

type MakeTurn = (page: EvaluationTurn['page'], text: string) => EvaluationTurn;

function evaluatorsTurns({ items, records }: Evaluation, person: Person, turn: MakeTurn): EvaluationTurn[] {
  const own = assignmentsNow(records).find((one) => one.person === person.id);
  const open = items.filter(
    (item) => own !== undefined && isAssigned(own, item.rule) && lockedBy(records, item, person.id) === undefined,
  );
  return open.length === 0 ? [] : [turn('evaluation', `Verify or score, and lock: ${open.length} to go`)];
}

function moderatorsTurns(evaluation: Evaluation, turn: MakeTurn): EvaluationTurn[] {
  const ready = itemStates(evaluation).filter(
    ({ consensus, waitingFor, individuals }) =>
      consensus === undefined && waitingFor.length === 0 && individuals.length > 0,
  );
  return ready.length === 0 ? [] : [turn('moderation', `Record the consensus: ${ready.length} ready`)];
}

function officersTurns(evaluation: Evaluation, turn: MakeTurn): EvaluationTurn[] {
  const { record, records } = evaluation;
  const waiting = [...new Set(records.flatMap((one) => (one.kind === 'declaration' ? [one.by] : [])))].filter(
    (id) => clearanceOf(records, id) === 'awaiting-decision',
  );
  const decide =
    waiting.length === 0 ? [] : [turn('declarations', 'Decide about an actual conflict of interest that was declared')];
  if (record.state === 'closed') return [...decide, turn('evaluation', 'Assign evaluators and begin the evaluation')];
  const states = itemStates(evaluation);
  if (states.some(({ consensus }) => consensus !== undefined && awaitsApproval(records, consensus)))
    return [...decide, turn('moderation', 'Approve a consensus that was changed after the bid had failed')];
  const isReady = states.every(({ consensus, waitingFor }) => consensus !== undefined && waitingFor.length === 0);
  return isReady ? [...decide, turn('evaluation', 'Lock the consensus')] : decide;
}
