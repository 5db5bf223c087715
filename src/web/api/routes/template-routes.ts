import { z } from 'zod';
import { isRegisterKind, REGISTER_KINDS } from '../../../application/register-upload.ts';
import { AppError } from '../../../domain/errors.ts';
import { XLSX } from '../media-types.ts';
import { defineRoute } from '../route.ts';

const template = defineRoute('GET /templates/{kind}.xlsx', {
  summary: 'A blank workbook with questions, hints, drop-downs and units',
  tag: 'Procurements',
  params: z.object({ kind: z.enum(['tender', 'bid', 'prices', ...REGISTER_KINDS]) }),
  query: z.object({
    rule_set: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'As `ict-net-zero-2030@2`; the newest when left out' }),
    profile: z.string().min(1).max(100).optional(),
    procurement: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Fills in the published facts; for prices, which need one, the bids that stand' }),
    supplier: z.string().min(1).max(200).optional().meta({
      description:
        'For a carbon return and the like: as `GB-COH-01234567`; fills in its contracts and, in a return, its lines',
    }),
  }),
  successes: { 200: { description: 'A workbook', mediaType: XLSX } },
  fails: ['not-found', 'not-signed-in', 'forbidden', 'not-allowed-in-state', 'malformed'],
  async handle({ params, query, request, services }) {
    const { kind } = params;
    if (kind === 'prices') {
      if (query.procurement === undefined) throw new AppError('malformed', 'Say whose prices: procurement=REFERENCE.');
      const made = await services.useCases.priceTemplateFor(query.procurement, request.person);
      return { file: made.bytes, mediaType: XLSX, fileName: made.name };
    }
    if (isRegisterKind(kind)) {
      const wanted = { kind, ...(query.supplier === undefined ? {} : { supplier: query.supplier }) };
      const made = await services.useCases.registerTemplateFor(wanted, request.person);
      return { file: made.bytes, mediaType: XLSX, fileName: made.name };
    }
    const choice = {
      kind,
      ...(query.rule_set === undefined ? {} : { ruleSet: query.rule_set }),
      ...(query.profile === undefined ? {} : { profile: query.profile }),
      ...(query.procurement === undefined ? {} : { procurement: query.procurement }),
    };
    const { name, bytes } = await services.useCases.templateFor(choice, request.person);
    return { file: bytes, mediaType: XLSX, fileName: name };
  },
});

export const templateRoutes = [template];
