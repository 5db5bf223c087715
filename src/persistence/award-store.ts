import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import { type AwardStepRow, toAwardStep, toAwardStepRow } from './rows.ts';
import type { Session } from './session.ts';

export function createAwardStore({ database }: Session): Stores['awards'] {
  const steps = () => database<AwardStepRow>('awardSteps');
  return {
    async add(organisation, procurement, step) {
      const made = await steps()
        .insert(toAwardStepRow(organisation, procurement, step))
        .onConflict(['organisation', 'procurement', 'number'])
        .ignore()
        .returning('number');
      if (made.length === 0) {
        throw new AppError('conflict', `Somebody recorded step ${step.number} of ${procurement} meanwhile.`);
      }
    },
    async list(organisation, procurement) {
      const rows = await steps().where({ organisation, procurement }).orderBy('number');
      return rows.map(toAwardStep);
    },
  };
}
