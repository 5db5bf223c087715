import type { Stores } from '../application/stores.ts';
import { type AssessmentRow, toAssessmentRecord, toAssessmentRow } from './rows.ts';
import type { Session } from './session.ts';

export function createAssessmentStore({ database }: Session): Stores['assessments'] {
  const of = (organisation: string, procurement: string) =>
    database<AssessmentRow>('assessments').where({ organisation, procurement });
  const findLast = async (organisation: string, procurement: string) =>
    await of(organisation, procurement).orderBy('number', 'desc').first();

  return {
    async add(organisation, record) {
      const last = (await of(organisation, record.procurement).max({ number: 'number' }).first()) as
        | { readonly number: number | null }
        | undefined;
      await database<AssessmentRow>('assessments').insert(
        toAssessmentRow(organisation, (last?.number ?? 0) + 1, record),
      );
    },
    async latest(organisation, procurement) {
      const row = await findLast(organisation, procurement);
      return row === undefined ? undefined : toAssessmentRecord(row);
    },
    async list(organisation, procurement) {
      const rows = await of(organisation, procurement).orderBy('number');
      return rows.map(toAssessmentRecord);
    },
  };
}
