import type { Stores } from '../application/stores.ts';
import {
  type EvaluationDraftRow,
  type EvaluationRecordRow,
  toEvaluationRecord,
  toEvaluationRecordRow,
  toScoreDraft,
  toScoreDraftRow,
} from './rows.ts';
import type { Session } from './session.ts';

const DRAFT_KEY = ['organisation', 'procurement', 'person', 'lot', 'bid', 'rule'];

export function createEvaluationStore({ database }: Session): Stores['evaluation'] {
  const records = () => database<EvaluationRecordRow>('evaluation_records');
  const drafts = () => database<EvaluationDraftRow>('evaluation_drafts');

  return {
    async append(organisation, procurement, added) {
      if (added.length === 0) return [];
      const last = (await records().where({ organisation, procurement }).max({ sequence: 'sequence' }).first()) as
        | { readonly sequence: number | null }
        | undefined;
      const first = (last?.sequence ?? 0) + 1;
      const rows = added.map((record, index) =>
        toEvaluationRecordRow(organisation, procurement, first + index, record),
      );
      // SQLite takes a limited number of values in one statement.
      for (let start = 0; start < rows.length; start += 100) await records().insert(rows.slice(start, start + 100));
      return rows.map(toEvaluationRecord);
    },
    async records(organisation, procurement) {
      const rows = await records().where({ organisation, procurement }).orderBy('sequence');
      return rows.map(toEvaluationRecord);
    },
    async putDraft(organisation, draft) {
      await drafts().insert(toScoreDraftRow(organisation, draft)).onConflict(DRAFT_KEY).merge(['details']);
    },
    async drafts(organisation, procurement, person) {
      const rows = await drafts().where({ organisation, procurement, person }).orderBy(['lot', 'bid', 'rule']);
      return rows.map(toScoreDraft);
    },
    async removeDraft(organisation, { procurement, person, lot = '', bid, rule }) {
      await drafts().where({ organisation, procurement, person, lot, bid, rule }).delete();
    },
  };
}
