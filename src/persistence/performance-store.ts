import type { ContractChange, PerformanceStore } from '../application/performance-stores.ts';
import type { BandsVersion } from '../domain/contract-performance.ts';
import { AppError } from '../domain/errors.ts';
import type { TakenStep } from '../domain/engagement.ts';
import { ownJson, toPlainText } from './rows.ts';
import { ensureOrganisation, type Session } from './session.ts';

type BandsRow = { readonly organisation: string; readonly version: number; readonly bands: string };
type ChangeRow = {
  readonly organisation: string;
  readonly reference: string;
  readonly version: number;
  readonly change: string;
};
type StepRow = {
  readonly organisation: string;
  readonly action: number;
  readonly sequence: number;
  readonly step: string;
};

/** The tables hold the records as JSON text, with what names them beside it. */
export function createPerformanceStore(session: Session): PerformanceStore {
  const { database } = session;
  return {
    async addBands(organisation, bands) {
      await ensureOrganisation(session, organisation);
      const { version } = bands;
      const made = await database<BandsRow>('performanceBands')
        .insert({ organisation, version, bands: toPlainText(JSON.stringify(bands)) })
        .onConflict(['organisation', 'version'])
        .ignore()
        .returning('version');
      if (made.length === 0) throw takenMeanwhile('Somebody set the bands of the ratings meanwhile.');
    },
    async bands(organisation) {
      const rows = await database<BandsRow>('performanceBands').where({ organisation }).orderBy('version');
      return rows.map(({ bands }) => ownJson<BandsVersion>(bands));
    },
    async addContractChange(organisation, change) {
      const { reference, version } = change;
      const row = { organisation, reference, version, change: toPlainText(JSON.stringify(change)) };
      await database<ChangeRow>('contractChanges').insert(row);
    },
    async contractChanges(organisation) {
      const rows = await database<ChangeRow>('contractChanges')
        .where({ organisation })
        .orderBy(['version', 'reference']);
      return rows.map(({ change }) => ownJson<ContractChange>(change));
    },
    async addEngagement(organisation, { action, sequence, step }) {
      await ensureOrganisation(session, organisation);
      const made = await database<StepRow>('engagementSteps')
        .insert({ organisation, action, sequence, step: toPlainText(JSON.stringify(step)) })
        .onConflict(['organisation', 'action', 'sequence'])
        .ignore()
        .returning('action');
      if (made.length === 0) throw takenMeanwhile(`Somebody took a step in engagement action ${action} meanwhile.`);
    },
    async engagement(organisation) {
      const rows = await database<StepRow>('engagementSteps').where({ organisation }).orderBy(['action', 'sequence']);
      return rows.map(({ action, sequence, step }) => ({ action, sequence, step: ownJson<TakenStep>(step) }));
    },
  };
}

function takenMeanwhile(what: string): AppError {
  return new AppError('conflict', `${what} Look at it again.`);
}
