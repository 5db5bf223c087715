import type { TrajectoryRecord, TrajectoryStore } from '../application/trajectory-records.ts';
import { AppError } from '../domain/errors.ts';
import { ownJson } from './rows.ts';
import type { Session } from './session.ts';

type TrajectoryRow = {
  readonly organisation: string;
  readonly bearer: string;
  readonly boundary: string;
  readonly kind: TrajectoryRecord['kind'];
  readonly version: number;
  readonly details: string;
};

export function createTrajectoryStore({ database }: Session): TrajectoryStore {
  const rows = () => database<TrajectoryRow>('trajectoryRecords');
  return {
    async add(organisation, { bearer, boundary, kind, version, ...details }) {
      const made = await rows()
        .insert({ organisation, bearer, boundary, kind, version, details: JSON.stringify(details) })
        .onConflict(['organisation', 'bearer', 'boundary', 'kind', 'version'])
        .ignore()
        .returning('version');
      if (made.length === 0) {
        throw new AppError('conflict', `Somebody recorded version ${version} of ${bearer}, ${boundary} meanwhile.`);
      }
    },
    async list(organisation) {
      const found = await rows().where({ organisation }).orderBy(['bearer', 'boundary', 'kind', 'version']);
      return found.map(
        ({ bearer, boundary, kind, version, details }) =>
          ({ ...ownJson<object>(details), bearer, boundary, kind, version }) as TrajectoryRecord,
      );
    },
  };
}
