import { type ClarificationRegister, toRegister } from '../domain/clarification.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { dateText } from '../domain/plain-english.ts';
import { ukDay } from '../domain/uk-day.ts';
import { getProcurementRecord } from './change-procurement.ts';
import type { ClarificationProposal } from './clarification-proposals.ts';
import { CLARIFYING } from './change-clarifications.ts';
import { type OpenClarification, openClarifications } from './open-clarifications.ts';
import type { ServicePorts } from './ports.ts';
import { readProposals } from './raise-clarifications.ts';
import type { FactsVersion } from './records.ts';
import { AUDIT_READERS, READERS, requireRole } from './roles.ts';

/** A question and its answer as all bidders are told; nothing here says who asked. */
export type PublishedAnswer = {
  /** 1, 2, 3 … in the order of publication. */
  readonly number: number;
  readonly at: IsoInstant;
  readonly question: string;
  readonly answer: string;
  /** The version of the published facts that the answer brought. */
  readonly factsVersion?: number;
  /** The bid deadline of that version, where it is another one than before. */
  readonly bidDeadline?: IsoDate;
};

/** What bidders were told before the deadline, oldest first. */
export async function listPublishedAnswers(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<PublishedAnswer[]> {
  requireRole(person, ...READERS);
  const { register, versions } = await ports.database.read(async (stores) => {
    await getProcurementRecord(stores, person, reference);
    return {
      register: toRegister(await stores.clarifications.list(person.organisation, reference)),
      versions: await stores.procurements.factsVersions(person.organisation, reference),
    };
  });
  return register.questions
    .flatMap(({ published }) => (published === undefined ? [] : [published]))
    .map(({ published: number, at, question, answer, factsVersion }) => ({
      number,
      at,
      question,
      answer,
      ...(factsVersion === undefined ? {} : { factsVersion, ...newDeadline(versions, factsVersion) }),
    }))
    .toSorted((a, b) => a.number - b.number);
}

function newDeadline(versions: readonly FactsVersion[], version: number): { readonly bidDeadline?: IsoDate } {
  const at = (wanted: number) => versions.find((one) => one.version === wanted)?.facts.bidDeadline;
  const [now, before] = [at(version), at(version - 1)];
  return now === undefined || now === before ? {} : { bidDeadline: now };
}

/** The published answers as one text to paste into a portal or a letter. */
export async function publishedAnswersText(ports: ServicePorts, person: Person, reference: string): Promise<string> {
  const answers = await listPublishedAnswers(ports, person, reference);
  const entries = answers.map(({ number, at, question, answer, factsVersion, bidDeadline }) => {
    const change = factsVersion === undefined ? [] : [`Changes the published facts: version ${factsVersion}.`];
    const deadline = bidDeadline === undefined ? [] : [`The bid deadline is now ${dateText(bidDeadline)}.`];
    return [
      `${number}. ${dateText(ukDay(at))}`,
      `Question: ${question}`,
      `Answer: ${answer}`,
      ...change,
      ...deadline,
    ].join('\n');
  });
  const head = `Clarifications, procurement ${reference}`;
  return `${[head, ...(entries.length === 0 ? ['None has been published.'] : entries)].join('\n\n')}\n`;
}

/** Everything that was asked and answered, who asked included, and what could be asked. */
export type ClarificationsView = ClarificationRegister & {
  /** What the latest draft assessment gives reason to ask; nothing is sent by itself. */
  readonly proposals: readonly ClarificationProposal[];
  readonly open: readonly OpenClarification[];
  /** The council may ask bidders now. */
  readonly mayAsk: boolean;
  /** The day in the United Kingdom: an answer may come until the end of the day named. */
  readonly today: IsoDate;
};

/** The clarifications of a procurement for its officers and auditors. */
export async function getClarifications(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<ClarificationsView> {
  requireRole(person, ...AUDIT_READERS);
  return ports.database.read(async (stores) => {
    const procurement = await getProcurementRecord(stores, person, reference);
    const register = toRegister(await stores.clarifications.list(person.organisation, reference));
    const mayAsk = CLARIFYING.includes(procurement.state);
    return {
      ...register,
      proposals: mayAsk ? await readProposals(ports, { stores, procurement, register }) : [],
      open: mayAsk ? await openClarifications(stores, person.organisation, reference) : [],
      mayAsk,
      today: ukDay(ports.clock()),
    };
  });
}
