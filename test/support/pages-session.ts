import type { Express } from 'express';
import supertest, { type Response } from 'supertest';

/** What a page answered, as its reader has it. */
export type ShownPage = { readonly status: number; readonly text: string };

/** The pages as one person sees them, without script: forms are sent with the token of the session. */
export type PagesSession = {
  readonly get: (path: string) => Promise<ShownPage>;
  /** Sends a form, and says where it led: the page shown, or the one gone to. */
  readonly send: (path: string, fields: Readonly<Record<string, string>>) => Promise<ShownPage>;
};

/** Chooses a person on the page for it. */
export async function pagesAs(app: Express, person: string): Promise<PagesSession> {
  const agent = supertest.agent(app);
  const token = async () => /name="_csrf" value="([^"]+)"/.exec((await agent.get('/act-as')).text)?.[1] ?? '';
  const post = async (path: string, fields: Readonly<Record<string, string>>) => {
    // Before the request is made: it takes the cookies along that are there at that moment.
    const _csrf = await token();
    return agent
      .post(path)
      .type('form')
      .send({ ...fields, _csrf });
  };
  const chosen = await post('/act-as', { person, next: '/' });
  if (chosen.status !== 303) throw new Error(`Nobody acts as ${person}: ${chosen.status}`);
  return {
    get: async (path) => toShown(await agent.get(path)),
    send: async (path, fields) => {
      const answer = await post(path, fields);
      return toShown(answer.status === 303 ? await agent.get(answer.headers['location'] ?? '/') : answer);
    },
  };
}

/** The words of a page, each entity as its character and each tag as a space. */
function toShown({ status, text }: Response): ShownPage {
  const words = text
    .replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
  return { status, text: words };
}
