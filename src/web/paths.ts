/** Where the JSON interface stands; pages use the same nouns without it. */
export const API_BASE = '/api/v1';

export function importPath(id: string): string {
  return `/imports/${encodeURIComponent(id)}`;
}

export function procurementPath(reference: string): string {
  return `/procurements/${encodeURIComponent(reference)}`;
}

export function factorSetPath(id: string): string {
  return `/conversion-factor-sets/${encodeURIComponent(id)}`;
}

/** Whether a request is for the JSON interface, so that failures are told as problems and not as pages. */
export function isApiPath(path: string): boolean {
  return path === API_BASE || path.startsWith(`${API_BASE}/`) || MACHINE_PATHS.has(path);
}

const MACHINE_PATHS: ReadonlySet<string> = new Set(['/openapi.json', '/healthz', '/readyz', '/metrics', '/version']);
