import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import { type ClarificationRow, toClarificationEntry, toClarificationRow } from './rows.ts';
import type { Session } from './session.ts';

export function createClarificationStore({ database }: Session): Stores['clarifications'] {
  const rows = () => database<ClarificationRow>('clarificationEntries');
  return {
    async add(organisation, procurement, entries) {
      for (const entry of entries) {
        const made = await rows()
          .insert(toClarificationRow(organisation, procurement, entry))
          .onConflict(['organisation', 'procurement', 'number', 'sequence'])
          .ignore()
          .returning('number');
        if (made.length === 0) {
          throw new AppError(
            'conflict',
            `Somebody took a step in clarification ${entry.number} of ${procurement} meanwhile. Look at it again.`,
          );
        }
      }
    },
    async list(organisation, procurement) {
      const found = await rows().where({ organisation, procurement }).orderBy(['number', 'sequence']);
      return found.map(toClarificationEntry);
    },
  };
}
