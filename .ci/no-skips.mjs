// Fails when a test was skipped: in CI everything a test needs is there, so a skip hides something.
import { readFileSync } from 'node:fs';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tests = testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
for (const { fullName, status } of skipped) console.error(`${status}: ${fullName}`);
const passed = tests.filter(({ status }) => status === 'passed').length;
const failed = tests.filter(({ status }) => status === 'failed').length;
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(skipped.length + failed > 0 || passed === 0 ? 1 : 0);
