import { trajectoryChart } from '../charts/trajectory-chart.ts';
import type { Person } from '../domain/person.ts';
import { drawChart } from './draw-chart.ts';
import type { ServicePorts } from './ports.ts';
import { type LineQuery, lineAsked } from './scenario-trajectory.ts';
import { toTrajectoryJson } from './trajectory-json.ts';
import { trajectoryPicture } from './trajectory-picture.ts';
import { trajectoryTable } from './trajectory-table.ts';

export const TRAJECTORY_FORMATS = ['json', 'csv', 'xlsx', 'svg', 'png', 'pdf'] as const;
export type TrajectoryFormat = (typeof TRAJECTORY_FORMATS)[number];

/** The line of an organisation, on record or under a scenario, in one of its forms, as bytes. */
export async function serveTrajectory(
  ports: ServicePorts,
  person: Person,
  query: LineQuery,
  format: TrajectoryFormat,
): Promise<Uint8Array> {
  const found = await lineAsked(ports, person, query);
  switch (format) {
    case 'json':
      return Buffer.from(JSON.stringify(toTrajectoryJson(found)), 'utf8');
    case 'svg':
    case 'png':
      return drawChart(ports, trajectoryChart(trajectoryPicture(found)), format);
    case 'pdf':
      return ports.writeTrajectoryReport(found);
    default:
      return ports.spreadsheets.writeTable(trajectoryTable(found), format);
  }
}
