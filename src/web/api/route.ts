import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { AppErrorCode } from '../../domain/errors.ts';
import type { Person, Role } from '../../domain/person.ts';
import { ACCESS, type RouteKey } from './access.ts';
import type { ApiServices } from './services.ts';

export type RouteTag =
  | 'Carbon'
  | 'Conversion factors'
  | 'Imports'
  | 'Procurements'
  | 'Bids'
  | 'Clarifications'
  | 'Scores'
  | 'Evaluation'
  | 'Award'
  | 'Scenarios'
  | 'Rules'
  | 'Suppliers'
  | 'Audit'
  | 'Service';

/** What a route gives back: JSON that its schema describes, a file, or nothing more because it has answered itself. */
export type Answer =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly file: Uint8Array;
      readonly mediaType: string;
      readonly fileName?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly text: string; readonly mediaType: string }
  | 'answered';

export type Call<P, Q, B> = {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Who acts; a system person where the route is open to anyone. */
  readonly person: Person;
  readonly request: Request;
  readonly response: Response;
  readonly services: ApiServices;
};

/** One success of a route, for the document and the check of answers in tests. */
export type Success = {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly mediaType?: string;
  /** Other forms of the same answer, which `Accept` asks for. */
  readonly alternatives?: readonly string[];
};

type RouteDefinition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> = {
  readonly summary: string;
  readonly tag: RouteTag;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Takes a multipart form with one file instead of JSON. */
  readonly takesFile?: boolean;
  /** Takes If-Match with the ETag of what is changed. */
  readonly takesIfMatch?: boolean;
  readonly successes: Readonly<Record<number, Success>>;
  /** Expected failures besides those that every route shares. */
  readonly fails?: readonly AppErrorCode[];
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer>;
};

export type ApiRoute = Omit<RouteDefinition<z.ZodObject, z.ZodObject, z.ZodType>, 'handle'> & {
  readonly key: RouteKey;
  readonly method: 'get' | 'post' | 'put';
  /** As OpenAPI writes it: `/imports/{id}`. */
  readonly path: string;
  readonly access: readonly Role[] | 'anyone';
  handle(call: Call<unknown, unknown, unknown>): Promise<Answer>;
};

/** Declares a route of the table `ACCESS`; what its handler is given has been parsed by its schemas. */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
  key: RouteKey,
  definition: RouteDefinition<P, Q, B>,
): ApiRoute {
  const [verb = '', path = ''] = key.split(' ');
  const method = verb === 'POST' ? 'post' : verb === 'PUT' ? 'put' : 'get';
  return {
    ...definition,
    key,
    method,
    path,
    access: ACCESS[key],
    handle: (call) => definition.handle(call as Parameters<typeof definition.handle>[0]),
  };
}

/** `/imports/{id}` as Express matches it: `/imports/:id`. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
