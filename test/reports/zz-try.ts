import { writeFileSync } from 'node:fs';
import { sampleTender } from '../support/sample-tenders.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { sensitivityReport, sensitivitySeed } from '../../src/scoring/sensitivity.ts';
import { evaluationReportPdf } from '../../src/reports/evaluation-report-pdf.ts';
import { evaluationReportHtml } from '../../src/reports/evaluation-report-html.ts';
import { assessmentSummaryHtml } from '../../src/reports/assessment-summary-html.ts';
import { assessmentSummaryPdf } from '../../src/reports/assessment-summary-pdf.ts';
import { contestedBids, lotsOfEveryPriceMethod, madeUpAssessment } from './made-up-tender.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
const catalogue = await testCatalogue();
for (const [name, a, c] of [['rep', assess(catalogue, { ...sampleTender(2,'mixed'), softwareVersion:'0.1.0', status:'trial' }), catalogue], ['con', madeUpAssessment(contestedBids()), madeUpCatalogue], ['lot', lotsOfEveryPriceMethod(), madeUpCatalogue]] as const) {
 const seed=sensitivitySeed(a.inputHash);
 const extras={lots:a.lots.map((lot,i)=>({sensitivity:sensitivityReport(lot,seed), ...(name==='lot'?{}:{trajectory:{boundary:'ICT contracts',isIllustrative:true,years:['2024/25','2025/26','2026/27','2027/28','2028/29','2029/30'],pathwayTonnes:['1000','820','640','460','280','100'],actualTonnes:['1000','900',undefined,undefined,undefined,undefined],forecastTonnes:[undefined,'900','850','700','560','420'],bids:lot.bids.map((x,k)=>({reference:x.bid.reference,tonnes:[undefined,undefined,'900',String(780+k),'640','500'],remainingBudgetSharePercent:'4.2',changeOfTargetYearGapTonnes:'80'}))}})}))};
 const s=performance.now(); const b=await evaluationReportPdf(a,c,extras); console.log(name,b.length, performance.now()-s); writeFileSync(`/tmp/${name}.pdf`,b);
 writeFileSync(`/tmp/${name}.html`, evaluationReportHtml(a,c,extras));
 const lot=a.lots[0]!;
 writeFileSync(`/tmp/${name}-sum.html`, assessmentSummaryHtml(a,lot,lot.bids.at(-1)!,c));
 writeFileSync(`/tmp/${name}-sum.pdf`, await assessmentSummaryPdf(a,lot,lot.bids.at(-1)!,c));
}
