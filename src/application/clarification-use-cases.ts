import { bind } from './bind-use-case.ts';
import { getClarifications, listPublishedAnswers, publishedAnswersText } from './clarification-queries.ts';
import { agreeClassification, classifyAnswer } from './classify-answer.ts';
import { closeClarifications } from './close-clarifications.ts';
import type { ServicePorts } from './ports.ts';
import { publishAnswer } from './publish-answer.ts';
import { raiseClarifications } from './raise-clarifications.ts';
import { recordBidderQuestion } from './record-bidder-question.ts';
import { recordClarificationAnswer, recordNoAnswer } from './record-clarification-answer.ts';
import { dropClarification, sendClarifications } from './send-clarifications.ts';

/** Bidders' questions before the deadline, and the council's after it. */
export function clarificationUseCases(ports: ServicePorts) {
  return {
    recordBidderQuestion: bind(ports, recordBidderQuestion),
    publishAnswer: bind(ports, publishAnswer),
    listPublishedAnswers: bind(ports, listPublishedAnswers),
    publishedAnswersText: bind(ports, publishedAnswersText),
    getClarifications: bind(ports, getClarifications),
    raiseClarifications: bind(ports, raiseClarifications),
    sendClarifications: bind(ports, sendClarifications),
    dropClarification: bind(ports, dropClarification),
    recordClarificationAnswer: bind(ports, recordClarificationAnswer),
    recordNoAnswer: bind(ports, recordNoAnswer),
    classifyAnswer: bind(ports, classifyAnswer),
    agreeClassification: bind(ports, agreeClassification),
    closeClarifications: bind(ports, closeClarifications),
  };
}
