import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Each layer and what it may import besides itself; the order of src/README.md. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  scoring: ['domain'],
  'scoring-rules': ['domain', 'scoring'],
  charts: ['domain'],
  application: ['domain', 'scoring', 'charts'],
  archive: ['domain'],
  calendar: ['domain'],
  persistence: ['domain', 'scoring', 'application', 'archive'],
  spreadsheet: ['domain', 'scoring', 'application', 'archive'],
  reports: ['domain', 'scoring', 'charts', 'application', 'archive'],
  web: ['domain', 'scoring', 'charts', 'application'],
  cli: ['domain', 'scoring', 'application'],
  main: [
    'domain',
    'scoring',
    'application',
    'archive',
    'calendar',
    'persistence',
    'spreadsheet',
    'reports',
    'web',
    'cli',
    'config',
  ],
  config: ['domain'],
};

const PURE_PACKAGES = ['zod', 'fraction.js', 'canonicalize'];
const NO_PACKAGE_OF: Readonly<Record<string, readonly string[]>> = {
  application: ['express', 'knex', 'exceljs', 'pdfkit', '@resvg/resvg-js', 'better-sqlite3', 'pg'],
};

type Import = { readonly file: string; readonly specifier: string; readonly names: readonly string[] };

/** Every import and re-export of a file, type-only ones too, with the names it takes. */
function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const statics = module.staticImports.map((one) => ({
    file,
    specifier: one.moduleRequest.value,
    names: one.entries.map((entry) => entry.importName.name ?? 'default'),
  }));
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.moduleRequest ? [{ file, specifier: entry.moduleRequest.value, names: [] }] : [],
    ),
  );
  return [...statics, ...exports];
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** `src/scoring/rule.ts` is in layer scoring; `src/main.ts` in main; `scoring-rules/...` in scoring-rules. */
function layerOf(file: string): string {
  const [top = '', second = ''] = relative(ROOT, file).split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

const files = [...filesUnder('src'), ...filesUnder('scoring-rules')];
const imports = files.flatMap(importsOf);
const place = ({ file, specifier }: Import) => `${relative(ROOT, file)} imports ${specifier}`;

describe('the architecture', () => {
  it('knows the layer of every file', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in ALLOWED))).toEqual([]);
  });

  it('imports only from the left', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const from = layerOf(file);
      const to = layerOf(resolve(dirname(file), specifier));
      return from !== to && !(ALLOWED[from] ?? []).includes(to);
    });
    expect(wrong.map(place)).toEqual([]);
  });

  it('keeps the core pure: no I/O, clock, randomness or environment in domain, scoring and the rules', () => {
    const isCore = (file: string) =>
      ['domain', 'scoring', 'scoring-rules'].includes(layerOf(file)) && !file.endsWith('scoring/registry.ts');
    const impure = imports.filter(({ file, specifier, names }) => {
      if (!isCore(file) || specifier.startsWith('.') || PURE_PACKAGES.includes(specifier)) return false;
      return !(specifier === 'node:crypto' && names.every((name) => name === 'createHash'));
    });
    expect(impure.map(place)).toEqual([]);
    const clocks = files
      .filter(isCore)
      .filter((file) => /Math\.random|Date\.now|new Date\(\)|process\.env/.test(readFileSync(file, 'utf8')));
    expect(clocks.map((file) => relative(ROOT, file))).toEqual([]);
  });

  it('keeps the edges out of the use cases', () => {
    const leaks = imports.filter(({ file, specifier }) => (NO_PACKAGE_OF[layerOf(file)] ?? []).includes(specifier));
    expect(leaks.map(place)).toEqual([]);
  });

  it('imports no rule anywhere in src', () => {
    const rules = imports.filter(
      ({ file, specifier }) => file.includes('/src/') && specifier.includes('scoring-rules'),
    );
    expect(rules.map(place)).toEqual([]);
  });

  it('loads by path only in the registry', () => {
    const dynamic = files.filter((file) => /[^.\w]import\((?!')/.test(readFileSync(file, 'utf8')));
    expect(dynamic.map((file) => relative(ROOT, file))).toEqual(['src/scoring/registry.ts']);
  });

  it('loads by name later than at the start only in the composition root', () => {
    const later = files.filter((file) => /[^.\w]import\('/.test(readFileSync(file, 'utf8')));
    expect(later.map((file) => relative(ROOT, file))).toEqual(['src/main.ts']);
  });

  it('makes exact numbers in one place only', () => {
    const makers = files.filter((file) => /new Fraction\(/.test(readFileSync(file, 'utf8')));
    expect(makers.map((file) => relative(ROOT, file))).toEqual(['src/domain/quantity.ts']);
  });

  it('reads the environment in one place only', () => {
    const readers = filesUnder('src').filter((file) => /process\.env/.test(readFileSync(file, 'utf8')));
    expect(readers.map((file) => relative(ROOT, file))).toEqual(['src/config.ts']);
  });
});
