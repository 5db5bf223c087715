import type { Answer, ApiRoute } from './route.ts';

/**
 * The answer, if it is what the route's schema says; throws TypeError otherwise. Run in tests only: the document of the
 * interface is made from the same schemas, and must be true.
 */
export function checkedAnswer(route: ApiRoute, answer: Answer): Answer {
  if (answer === 'answered') return answer;
  const status = 'json' in answer ? (answer.status ?? 200) : 200;
  const success = route.successes[status];
  if (success === undefined) throw new TypeError(`${route.key} answered ${status}, which it does not declare`);
  if (!('json' in answer)) {
    const declared = [success.mediaType ?? 'application/json', ...(success.alternatives ?? [])];
    // A file of JSON whose shape the route describes is held to it as well.
    const isJson = 'file' in answer && answer.mediaType.startsWith('application/json');
    if (isJson && success.schema !== undefined)
      checkedAnswer(route, { json: JSON.parse(Buffer.from(answer.file).toString('utf8')) as unknown });
    if (declared.some((type) => answer.mediaType.startsWith(type))) return answer;
    throw new TypeError(`${route.key} answered ${answer.mediaType} instead of ${declared.join(' or ')}`);
  }
  if (success.schema === undefined) throw new TypeError(`${route.key} answered JSON for ${status} without a schema`);
  const result = success.schema.safeParse(JSON.parse(JSON.stringify(answer.json)));
  if (result.success) return answer;
  const faults = result.error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TypeError(`${route.key} answered ${status} against its schema:\n${faults.join('\n')}`);
}
