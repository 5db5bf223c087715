import { writeFileSync } from 'node:fs';
import { evaluationPackWorkbook } from '../../src/reports/evaluation-pack-xlsx.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { sampleTender } from '../support/sample-tenders.ts';
import { sensitivityReport, sensitivitySeed } from '../../src/scoring/sensitivity.ts';
const catalogue = await testCatalogue();
const a = assess(catalogue, { ...sampleTender(2, 'mixed'), softwareVersion: '0.1.0', status: 'trial' });
writeFileSync('/tmp/pack/s.xlsx', await evaluationPackWorkbook(a, catalogue, a.lots.map((lot) => sensitivityReport(lot, sensitivitySeed(a.inputHash)))));
