import type { BidderQuestion } from '../domain/clarification.ts';
import type { Issue } from '../domain/issue.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { ClarificationContext } from './change-clarifications.ts';
import type { Stores } from './stores.ts';

/** Shorter names are words of every text. */
const SHORTEST_NAME = 3;

/**
 * The faults of texts that all bidders read: none may name a supplier that is known from a bid for this procurement or
 * from a question about it, by name (with or without its legal form), register number or email address.
 */
export async function namedSuppliers(
  { stores, procurement, register }: Pick<ClarificationContext, 'stores' | 'procurement' | 'register'>,
  texts: Readonly<Record<string, string>>,
): Promise<Issue[]> {
  const { organisation, reference } = procurement;
  const names = [...(await supplierNames(stores, organisation, reference)), ...askers(register.questions)];
  return Object.entries(texts).flatMap(([field, text]) =>
    [...new Set(names)].filter((name) => stands(text, name)).map((name) => naming(field, name)),
  );
}

async function supplierNames({ bids }: Stores, organisation: string, reference: string): Promise<string[]> {
  const records = await bids.latest(organisation, reference);
  return records.flatMap(({ bid }) => namesOf(bid.supplier));
}

function namesOf({ name, identifier, email }: Supplier): string[] {
  return [name, ...(identifier === undefined ? [] : [identifier.id]), ...(email === undefined ? [] : [email])];
}

function askers(questions: readonly BidderQuestion[]): string[] {
  return questions.map(({ received }) => received.askedBy);
}

/** Whether the name stands in the text as words of its own; case, punctuation and the legal form do not count. */
function stands(text: string, name: string): boolean {
  const bare = words(withoutLegalForm(name));
  return bare.length >= SHORTEST_NAME && ` ${words(text)} `.includes(` ${bare} `);
}

function withoutLegalForm(name: string): string {
  const bare = name.replaceAll(/\b(?:ltd|limited|plc|llp|inc)\b/gi, ' ');
  return words(bare) === '' ? name : bare;
}

function words(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function naming(field: string, name: string): Issue {
  return {
    pointer: `#/${field}`,
    code: 'names-a-supplier',
    message: `Leave out "${name}": no supplier may be named in what bidders read.`,
    found: name,
    fix: 'Write "a bidder", or say it without the name.',
  };
}
