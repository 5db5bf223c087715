import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { chainedEventSchema, toVerificationJson, verificationSchema } from '../schemas/audit.ts';
import {
  questionSchema,
  ruleSchema,
  ruleSetSummarySchema,
  ruleSetViewSchema,
  ruleSummarySchema,
  toQuestionJson,
  toRuleJson,
  toRuleSetJson,
  toRuleSetSummaryJson,
  toRuleSummaryJson,
} from '../schemas/rules.ts';
import { pageOf, pageQuery, toPageJson, toPageRequest } from '../schemas/shared.ts';
import { supplierSchema, toSupplierJson } from '../schemas/supplier.ts';

const rules = defineRoute('GET /rules', {
  summary: 'Every rule in every version',
  tag: 'Rules',
  successes: { 200: { description: 'The rules', schema: z.strictObject({ items: z.array(ruleSummarySchema) }) } },
  handle: async ({ services }) => ({ json: { items: services.useCases.listRules().map(toRuleSummaryJson) } }),
});

const rule = defineRoute('GET /rules/{id}', {
  summary: 'One rule, `end-of-life` in its newest version or `end-of-life@1`, with its README',
  tag: 'Rules',
  params: z.object({ id: z.string().min(1).max(200) }),
  successes: { 200: { description: 'The rule', schema: ruleSchema } },
  fails: ['not-found'],
  handle: async ({ params, services }) => ({ json: toRuleJson(await services.useCases.getRule(params.id)) }),
});

const ruleSets = defineRoute('GET /rule-sets', {
  summary: 'Every rule set with its hash and what the linter says of it',
  tag: 'Rules',
  successes: {
    200: { description: 'The rule sets', schema: z.strictObject({ items: z.array(ruleSetSummarySchema) }) },
  },
  handle: async ({ services }) => ({ json: { items: services.useCases.listRuleSets().map(toRuleSetSummaryJson) } }),
});

const ruleSet = defineRoute('GET /rule-sets/{rule_set}', {
  summary: 'One rule set in full, by `ict-net-zero-2030@2`',
  tag: 'Rules',
  params: z.object({ rule_set: z.string().min(1).max(200) }),
  successes: { 200: { description: 'The rule set', schema: ruleSetViewSchema } },
  fails: ['not-found'],
  handle: async ({ params, services }) => ({ json: toRuleSetJson(services.useCases.getRuleSet(params.rule_set)) }),
});

const questions = defineRoute('GET /questions', {
  summary: 'Every question a bidder or the council is asked, with the rules that read it',
  tag: 'Rules',
  successes: { 200: { description: 'The questions', schema: z.strictObject({ items: z.array(questionSchema) }) } },
  handle: async ({ services }) => ({ json: { items: services.useCases.listQuestions().map(toQuestionJson) } }),
});

const suppliers = defineRoute('GET /suppliers', {
  summary: 'The suppliers who have bid or have a contract, by name; only bids that are unsealed are looked at',
  tag: 'Suppliers',
  query: pageQuery,
  successes: { 200: { description: 'A slice of the list', schema: pageOf(supplierSchema) } },
  handle: async ({ query, person, services }) => ({
    json: toPageJson(await services.useCases.listSuppliers(person, toPageRequest(query)), toSupplierJson),
  }),
});

const supplier = defineRoute('GET /suppliers/{id}', {
  summary: 'One supplier with its bids and the evidence that ends',
  tag: 'Suppliers',
  params: z.object({ id: z.string().min(1).max(300) }),
  successes: { 200: { description: 'The supplier', schema: supplierSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    json: toSupplierJson(await services.useCases.getSupplier(person, params.id)),
  }),
});

const audit = defineRoute('GET /audit', {
  summary: 'Every change, as hashed into the chain',
  tag: 'Audit',
  query: pageQuery,
  successes: { 200: { description: 'A slice of the chain', schema: pageOf(chainedEventSchema) } },
  handle: async ({ query, person, services }) => ({
    json: toPageJson(await services.useCases.listAudit(person, toPageRequest(query)), (link) => link),
  }),
});

const verify = defineRoute('GET /audit/verify', {
  summary: 'Compute the chain again, and name the first event that does not follow',
  tag: 'Audit',
  successes: { 200: { description: 'What was found', schema: verificationSchema } },
  handle: async ({ person, services }) => ({ json: toVerificationJson(await services.useCases.verifyAudit(person)) }),
});

export const referenceRoutes = [rules, rule, ruleSets, ruleSet, questions, suppliers, supplier, audit, verify];
