import { AppError } from '../domain/errors.ts';
import type { Person, Role } from '../domain/person.ts';

/** Who moves a procurement, imports, scores and decides about bids. */
export const OFFICERS = ['officer', 'admin'] as const satisfies readonly Role[];

/** Who may read that a procurement is there, its published facts and its rules. */
export const READERS = [
  'officer',
  'evaluator',
  'moderator',
  'sustainability',
  'auditor',
  'admin',
] as const satisfies readonly Role[];

/**
 * Who may read bids and assessments once bids are unsealed. Evaluators and moderators are not among them: they see
 * bids after declaring their interests, and never the machine's proposals for others first.
 */
export const BID_READERS = ['officer', 'sustainability', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Who keeps contracts and their carbon figures. */
export const CARBON_KEEPERS = ['officer', 'sustainability', 'admin'] as const satisfies readonly Role[];

/** Who may read contracts and their carbon figures. */
export const CARBON_READERS = ['officer', 'sustainability', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Who declares interests, and sees bids only after that. */
export const EVALUATORS = ['evaluator', 'moderator'] as const satisfies readonly Role[];

/** Who may see how far an evaluation is; each sees only what is due to him or her. */
export const EVALUATION_READERS = [
  'officer',
  'evaluator',
  'moderator',
  'auditor',
  'admin',
] as const satisfies readonly Role[];

/** Who may see everybody's locked scores side by side. */
export const MODERATION_READERS = ['moderator', 'officer', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Who may approve, as a second person, a consensus that was changed after a failure. */
export const CHANGE_APPROVERS = ['officer', 'admin', 'moderator'] as const satisfies readonly Role[];

/** Who may read the audit chain. */
export const AUDIT_READERS = ['officer', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Who imports and approves conversion factors. */
export const FACTOR_KEEPERS = ['sustainability', 'admin'] as const satisfies readonly Role[];

/** Who may follow imports; the sustainability team only those of the register and its own. */
export const IMPORT_READERS = ['officer', 'sustainability', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Whether the person may see and do what belongs to procurements and their bids. */
export function isOfficer(person: Person): boolean {
  return OFFICERS.some((role) => person.roles.includes(role));
}

const NAMES: Readonly<Record<Role, string>> = {
  officer: 'a procurement officer',
  evaluator: 'an evaluator',
  moderator: 'a moderator',
  sustainability: 'the sustainability team',
  auditor: 'an auditor',
  admin: 'an administrator',
};

/** Throws AppError `forbidden`, naming who may, unless the person has one of the roles. */
export function requireRole(person: Person, ...roles: readonly Role[]): void {
  if (roles.some((role) => person.roles.includes(role))) return;
  const allowed = roles.map((role) => NAMES[role]).join(' or ');
  const own = person.roles.length === 0 ? 'no role' : `the role ${person.roles.join(', ')}`;
  throw new AppError('forbidden', `This is for ${allowed}. ${person.name} has ${own}.`);
}
