import { number, organisation, type TableDescription, text, whole } from './column-kinds.ts';
import { LEDGER_DESCRIPTIONS } from './ledger-columns.ts';
import type { TableName } from './tables.ts';

const procurement = text('The reference of the procurement.');
const details = text('The rest of the record, as JSON.');
const lot = text('The lot; empty where the procurement has no lots.');

export type ExportedTable = Exclude<TableName, 'files' | 'fileChunks'>;

/** Every table of an export but the stored files, which are there as files. Names are those of the rows. */
export const DESCRIPTIONS: Readonly<Record<ExportedTable, TableDescription>> = {
  organisations: {
    holds: 'Organisations, and where the audit chain of each ends.',
    columns: {
      id: text('The name of the organisation.'),
      auditSeq: whole('The number of its last audit event.'),
      auditHash: text('The hash of its last audit event: the head of the chain.'),
    },
  },
  suppliers: {
    holds: 'Suppliers by their public identifier.',
    columns: {
      organisation,
      scheme: text('The register of the identifier, such as GB-COH for Companies House.'),
      identifier: text('The identifier in that register.'),
      name: text('The name of the supplier.'),
    },
  },
  procurements: {
    holds: 'Procurements as they stand now.',
    columns: {
      organisation,
      reference: procurement,
      state: text('Where it stands: draft, published, open, closed and so on.'),
      revision: number('How often the record has been changed.'),
      factsVersion: number('The version of its facts that is in force.'),
      facts: text('The facts in force, as JSON.'),
      details,
      createdAt: text('When it was entered.'),
      updatedAt: text('When it was last changed.'),
    },
  },
  factsVersions: {
    holds: 'Every version of the facts of a procurement.',
    columns: {
      organisation,
      procurement,
      version: number('Counts up from 1.'),
      facts: text('The facts of this version, as JSON.'),
      details: text('Who changed them, when and why, as JSON.'),
    },
  },
  factorSets: {
    holds: 'Imported sets of conversion factors, spend multipliers and carbon values.',
    columns: {
      organisation,
      id: text('The name of the set.'),
      fileSha256: text('The SHA-256 of the workbook it was read from, which is in files/.'),
      details,
    },
  },
  factorSetApprovals: {
    holds: 'Who approved an imported set, when, and on what grounds.',
    columns: { organisation, setId: text('The set (factor_sets.id).'), details },
  },
  conversionFactors: {
    holds: 'The rows of the imported sets, as published: factors, multipliers, values.',
    columns: {
      organisation,
      setId: text('The set (factor_sets.id).'),
      number: number('The place in the publication.'),
      id: text("The publisher's id of the factor."),
      unit: text('The unit it is given for.'),
      search: text('The words by which it is found.'),
      details: text('The factor itself, as JSON; decimals as text.'),
    },
  },
  imports: {
    holds: 'Every upload and what came of it.',
    columns: {
      id: text('The id of the import.'),
      organisation,
      state: text('received, reading, committed, refused and so on.'),
      revision: number('How often the record has been changed.'),
      fileName: text('The name of the file as it was sent.'),
      fileSha256: text('The SHA-256 of its bytes, which are in files/.'),
      fileBytes: whole('How many bytes it has.'),
      rowsRead: number('How many of its rows were read.'),
      details: text('What was found and saved, as JSON.'),
      at: text('When it came.'),
      owner: text('The process that was reading it.'),
      ownedUntil: whole('Until when, in milliseconds since 1970.'),
    },
  },
  bids: {
    holds: 'Every version of every bid. A correction is a new version; earlier ones stay.',
    columns: {
      organisation,
      procurement,
      reference: text('The reference of the bid.'),
      lot,
      version: number('Counts up from 1.'),
      status: text('Whether it stands.'),
      supplierScheme: text('The register of the supplier (suppliers.scheme).'),
      supplierIdentifier: text('The identifier of the supplier (suppliers.identifier).'),
      bid: text('Answers, prices, carbon lines, devices and removals, as JSON; decimals as text.'),
      importId: text('The import it came with.'),
      details,
    },
  },
  assessments: {
    holds: 'Every assessment, with the decision record from which it can be computed again.',
    columns: {
      id: text('The id of the assessment.'),
      organisation,
      procurement,
      number: number('Counts up within the procurement.'),
      status: text('draft or issued, and so on.'),
      inputHash: text('The SHA-256 of everything it was computed from.'),
      record: text('The decision record, as JSON, byte for byte as it was kept.'),
      details,
    },
  },
  awardSteps: {
    holds: 'Approvals, words withheld, summaries sent, awards, standstills and contracts, step by step.',
    columns: {
      organisation,
      procurement,
      number: number('Counts up within the procurement.'),
      kind: text('Which step it is.'),
      details,
    },
  },
  clarificationEntries: {
    holds: 'Clarifications, step by step.',
    columns: {
      organisation,
      procurement,
      number: number('The clarification.'),
      sequence: number('The step within it.'),
      entry: text('The step, as JSON.'),
    },
  },
  returnRequests: {
    holds: 'When a carbon return of a contract was asked for or chased.',
    columns: {
      organisation,
      financialYear: text('Of the return, as 2026/27.'),
      contract: text('The contract.'),
      sequence: number('The step, of the contract and year.'),
      details: text('The step, as JSON.'),
    },
  },
  performanceBands: {
    holds: 'The bands by which contracts are rated, each version of them.',
    columns: { organisation, version: number('The version.'), bands: text('The bands, as JSON.') },
  },
  contractChanges: {
    holds: 'Why a contract has another version, and where its commitments come from.',
    columns: {
      organisation,
      reference: text('The contract.'),
      version: number('The version that it explains.'),
      change: text('The reason and the origin, as JSON.'),
    },
  },
  engagementSteps: {
    holds: 'Engagement actions with suppliers, step by step.',
    columns: {
      organisation,
      action: number('The action.'),
      sequence: number('The step within it.'),
      step: text('The step, as JSON.'),
    },
  },
  trajectoryRecords: {
    holds: 'Plans to a target, and yearly totals of lines that are kept as such, each version of them.',
    columns: {
      organisation,
      bearer: text('Whose share of the figures it is about.'),
      boundary: text('What it covers, such as ict-contracts.'),
      kind: text('"plan" or "totals".'),
      version: number('The version.'),
      details: text('The rest of the record, as JSON.'),
    },
  },
  scenarioVersions: {
    holds: 'Scenarios: what might be, apart from everything that is on record, each version of them.',
    columns: {
      organisation,
      name: text('The name of the scenario.'),
      version: number('The version.'),
      details: text('Its changes, the reason, who and when, as JSON.'),
    },
  },
  evaluationRecords: {
    holds: 'Declarations of interests, assignments, locked scores, moderation and consensus.',
    columns: {
      organisation,
      procurement,
      sequence: number('Counts up within the procurement.'),
      kind: text('Which record it is.'),
      details,
    },
  },
  evaluationDrafts: {
    holds: "Evaluators' drafts, which were not locked yet.",
    columns: {
      organisation,
      procurement,
      person: text('Whose draft it is.'),
      lot,
      bid: text('The bid.'),
      rule: text('The criterion or condition.'),
      details,
    },
  },
  auditEvents: {
    holds: 'The audit chain: each hash covers the event and the hash before it.',
    columns: {
      organisation,
      seq: whole('Counts up from 1.'),
      event: text('Who did what to what, and when, as JSON.'),
      hash: text('SHA-256 over the hash before and this event.'),
    },
  },
  ...LEDGER_DESCRIPTIONS,
  answers: {
    holds: 'Answers given to requests with an Idempotency-Key, so that the same request is not done twice.',
    columns: {
      key: text('The key, with whose it is.'),
      requestSha256: text('The SHA-256 of the request.'),
      status: number('The HTTP status of the answer.'),
      headers: text('Its headers, as JSON.'),
      body: text('Its body.'),
      at: text('When it was given.'),
    },
  },
};
