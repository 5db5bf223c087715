/** Tables in the order in which their rows can be put back, each with its key and how many rows are held at once. */
export const TABLES = [
  { name: 'organisations', key: ['id'], rowsAtOnce: 200 },
  { name: 'suppliers', key: ['organisation', 'scheme', 'identifier'], rowsAtOnce: 200 },
  { name: 'procurements', key: ['organisation', 'reference'], rowsAtOnce: 50 },
  { name: 'factsVersions', key: ['organisation', 'procurement', 'version'], rowsAtOnce: 50 },
  { name: 'files', key: ['sha256'], rowsAtOnce: 200 },
  { name: 'fileChunks', key: ['sha256', 'number'], rowsAtOnce: 8 },
  { name: 'factorSets', key: ['organisation', 'id'], rowsAtOnce: 50 },
  { name: 'factorSetApprovals', key: ['organisation', 'setId'], rowsAtOnce: 50 },
  { name: 'conversionFactors', key: ['organisation', 'setId', 'number'], rowsAtOnce: 100 },
  { name: 'imports', key: ['id'], rowsAtOnce: 50 },
  { name: 'bids', key: ['organisation', 'procurement', 'lot', 'reference', 'version'], rowsAtOnce: 20 },
  { name: 'assessments', key: ['id'], rowsAtOnce: 5 },
  { name: 'awardSteps', key: ['organisation', 'procurement', 'number'], rowsAtOnce: 100 },
  { name: 'clarificationEntries', key: ['organisation', 'procurement', 'number', 'sequence'], rowsAtOnce: 50 },
  { name: 'evaluationRecords', key: ['organisation', 'procurement', 'sequence'], rowsAtOnce: 100 },
  {
    name: 'evaluationDrafts',
    key: ['organisation', 'procurement', 'person', 'lot', 'bid', 'rule'],
    rowsAtOnce: 100,
  },
  { name: 'auditEvents', key: ['organisation', 'seq'], rowsAtOnce: 200 },
  { name: 'returnRequests', key: ['organisation', 'financialYear', 'contract', 'sequence'], rowsAtOnce: 100 },
  { name: 'ledgerEntries', key: ['organisation', 'version'], rowsAtOnce: 100 },
  { name: 'ledgerEditions', key: ['organisation', 'name'], rowsAtOnce: 100 },
  { name: 'editionForecasts', key: ['organisation', 'edition', 'bearer', 'financialYear'], rowsAtOnce: 10 },
  { name: 'contractVersions', key: ['organisation', 'reference', 'version'], rowsAtOnce: 50 },
  { name: 'contractChanges', key: ['organisation', 'reference', 'version'], rowsAtOnce: 100 },
  { name: 'performanceBands', key: ['organisation', 'version'], rowsAtOnce: 100 },
  { name: 'engagementSteps', key: ['organisation', 'action', 'sequence'], rowsAtOnce: 100 },
  { name: 'carbonLines', key: ['id'], rowsAtOnce: 1000 },
  { name: 'carbonPages', key: ['id'], rowsAtOnce: 50 },
  { name: 'carbonReversals', key: ['lineId'], rowsAtOnce: 2000 },
  { name: 'carbonGroups', key: ['id'], rowsAtOnce: 2000 },
  { name: 'carbonFigures', key: ['lineId', 'version', 'groupId'], rowsAtOnce: 2000 },
  { name: 'carbonPageGroups', key: ['groupId', 'pageId'], rowsAtOnce: 2000 },
  { name: 'carbonChanges', key: ['organisation', 'version', 'cause', 'groupId'], rowsAtOnce: 2000 },
  { name: 'scenarioVersions', key: ['organisation', 'name', 'version'], rowsAtOnce: 50 },
  { name: 'trajectoryRecords', key: ['organisation', 'bearer', 'boundary', 'kind', 'version'], rowsAtOnce: 50 },
  { name: 'answers', key: ['key'], rowsAtOnce: 50 },
] as const satisfies readonly Table[];

/** Only in copies that an earlier version made: taken in as they are, and laid out anew by the migrations after it. */
export const FORMER_TABLES: readonly string[] = ['carbonLines', 'carbonFigures'];

/** Says which processes are there now: not worth keeping. */
export const TABLES_OF_THE_MOMENT: readonly string[] = ['instances'];

export type Table = { readonly name: string; readonly key: readonly string[]; readonly rowsAtOnce: number };
export type TableName = (typeof TABLES)[number]['name'];

/** A value as the drivers take and give it. */
export type StoredValue = string | number | bigint | boolean | null | Uint8Array;
export type StoredRow = { readonly table: TableName; readonly values: Readonly<Record<string, StoredValue>> };
