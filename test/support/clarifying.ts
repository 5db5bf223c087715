import { agreeClassification, classifyAnswer } from '../../src/application/classify-answer.ts';
import { getClarifications } from '../../src/application/clarification-queries.ts';
import { openClarifications } from '../../src/application/open-clarifications.ts';
import { raiseClarifications } from '../../src/application/raise-clarifications.ts';
import {
  type ClarificationAnswer,
  recordClarificationAnswer,
} from '../../src/application/record-clarification-answer.ts';
import { getAssessment } from '../../src/application/score-procurement.ts';
import { sendClarifications } from '../../src/application/send-clarifications.ts';
import type { AnswerClass } from '../../src/domain/clarification.ts';
import type { ProcurementState } from '../../src/domain/lifecycle.ts';
import { colleague, officer, REFERENCE, REPLY_BY } from './clarified-procurement.ts';
import type { TestPorts } from './service-ports.ts';

const ANSWERED_AT = '2027-01-05T12:00:00Z';
const SOLD = 'The schedule of the same bid gives the figure on page 4; the sheet left it out.';

/** The steps of a clarification of the example, with what is the same in most tests filled in. */
export function clarifying(ports: TestPorts) {
  const view = () => getClarifications(ports, officer, REFERENCE);
  const one = async (number: number) => {
    const found = (await view()).clarifications.find((each) => each.number === number);
    if (found === undefined) throw new Error(`There is no clarification ${number}`);
    return found;
  };
  const open = () => ports.database.read((stores) => openClarifications(stores, officer.organisation, REFERENCE));
  const defaults = async () => (await getAssessment(ports, officer, REFERENCE)).defaults;
  const raise = async (topic: string) => {
    const [number = 0] = await raiseClarifications(ports, officer, REFERENCE, { topics: [topic] });
    return number;
  };
  /** Raised, sent, and time passes to the day of the answer. */
  const ask = async (topic: string) => {
    const number = await raise(topic);
    await sendClarifications(ports, officer, REFERENCE, { numbers: [number], replyBy: REPLY_BY });
    ports.setClock(ANSWERED_AT);
    return number;
  };
  const answer = (number: number, bid: string, given: Partial<ClarificationAnswer> = {}) =>
    recordClarificationAnswer(ports, officer, REFERENCE, number, {
      bid,
      answeredOn: '2027-01-05',
      answer: 'The figure stands in our schedule.',
      ...given,
    });
  const classify = (number: number, bid: string, as: AnswerClass, person = officer) =>
    classifyAnswer(ports, person, REFERENCE, number, { bid, as, reason: SOLD });
  const agree = (number: number, bid: string, person = colleague, agrees = true) =>
    agreeClassification(ports, person, REFERENCE, number, { bid, agrees, reason: 'I have compared it with the bid.' });
  const inState = async (state: ProcurementState) =>
    ports.database.transaction(async ({ procurements }) => {
      const record = await procurements.find(officer.organisation, REFERENCE);
      if (record !== undefined) await procurements.save({ ...record, state });
    });
  return { view, one, open, defaults, raise, ask, answer, classify, agree, inState };
}
