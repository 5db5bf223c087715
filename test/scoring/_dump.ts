import { writeFileSync, readFileSync } from 'node:fs';
import { testCatalogue } from '../support/catalogue.ts';
const c = await testCatalogue();
const out = [];
for (const r of c.rules) {
  if (r.id === 'supply-chain-coverage' && r.version === 1) continue;
  const v = JSON.parse(readFileSync(`scoring-rules/rules/${r.id}/cases.json`, 'utf8')).parameters;
  const p = r.prepare(v);
  out.push({ id: r.id, version: r.version, kind: r.kind, subject: r.subject, title: r.title, contractLink: r.contractLink, references: r.references,
    questions: Object.values(r.questions), params: Object.fromEntries(Object.entries(r.parameters.shape).map(([k, f]) => [k, (f as any).description])), values: v, messages: r.messages, scale: p.scale, table: p.table?.kind });
}
writeFileSync('/tmp/rulesgen/meta.json', JSON.stringify(out));
