import type { Router } from 'express';
import { expectedAnswer } from '../../scoring/question.ts';
import { type PageServices, param, showPage } from './page.ts';
import { toReadmeSections } from './readme-sections.ts';
import { ruleTitles } from './rule-titles.ts';

const RULES = { text: 'Rules', href: '/rules' };
/** What the page shows of a README; its other sections stand on the page already, from the rule itself. */
const SHOWN_SECTIONS = ['Why', 'Method', 'Exclusions', 'Assumptions'];

/** The rules and rule sets as published text: anybody may read by what they are scored. */
export function rulePages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get('/rules', (request, response) => {
    const content = { title: 'Rules', section: 'rules' as const };
    showPage(services, request, response, 'rules', {
      ...content,
      rules: useCases.listRules(),
      ruleSets: useCases.listRuleSets(),
    });
  });
  router.get('/rules/:rule', async (request, response) => {
    const view = await useCases.getRule(param(request, 'rule'));
    const questions = Object.values(view.rule.questions);
    showPage(services, request, response, 'rule', {
      title: view.rule.title,
      section: 'rules',
      breadcrumbs: [RULES, { text: view.key }],
      view,
      questions: questions.map((question) => ({ ...question, expected: expectedAnswer(question) })),
      readme: toReadmeSections(view.readme ?? '').filter(({ heading }) => SHOWN_SECTIONS.includes(heading)),
    });
  });
  router.get('/rule-sets/:ruleSet', (request, response) => {
    const view = useCases.getRuleSet(param(request, 'ruleSet'));
    const titles = ruleTitles(services);
    const named = <Entry extends { readonly rule: string }>(entry: Entry) => {
      const id = entry.rule.split('@')[0] ?? entry.rule;
      return { ...entry, id, key: entry.rule, title: titles.get(id) ?? id };
    };
    showPage(services, request, response, 'rule-set', {
      title: view.ruleSet.title,
      section: 'rules',
      breadcrumbs: [RULES, { text: view.key }],
      view,
      criteria: view.ruleSet.criteria.map(named),
      conditions: view.ruleSet.conditions.map(named),
    });
  });
}
