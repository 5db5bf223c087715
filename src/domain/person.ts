export const ROLES = ['officer', 'evaluator', 'moderator', 'sustainability', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts, for which organisation, with which roles. `how` says how that is known: a local choice is no sign-in. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly Role[];
  readonly how: 'local' | 'command-line' | 'system';
};
