import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MatchingEngine } from '../engine/matching-engine.js';
import { ModelAssistance } from './model-assistance.js';
import { OpenAiCompatibleClient } from './openai-compatible.client.js';

type Answer = { status?: number; body?: unknown; raw?: string; delayMs?: number };
const AD = 'Cook\nWhat we need\n- Two years of kitchen experience\n\nOur dog Bruno likes people who cycle to work.\n';

describe('OpenAI-compatible adapter', () => {
  let server: Server;
  let client: OpenAiCompatibleClient;
  let answer: Answer;
  let seen: { path: string; key: string | undefined; body: { input?: string[]; messages?: { content: string }[] } }[];
  const engine = new MatchingEngine();

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ path: request.url!, key: request.headers.authorization, body: JSON.parse(body) });
        setTimeout(() => response.writeHead(answer.status ?? 200).end(answer.raw ?? JSON.stringify(answer.body)), answer.delayMs ?? 0);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new OpenAiCompatibleClient({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'k', chatModel: 'chat', embeddingModel: 'embed' });
  });
  afterAll(() => new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  }));
  beforeEach(() => { seen = []; });

  const chat = (content: unknown): Answer => ({ body: { choices: [{ message: { content: JSON.stringify(content) } }] } });

  it('adds proposals that stand literally in the text, apart from what the rules read', async () => {
    answer = chat({ requirements: [
      { text: 'Two years of kitchen experience', mandatory: true }, { text: 'people who cycle to work', mandatory: false }, { text: 'a diploma nobody asked for', mandatory: true },
    ] });
    const result = await new ModelAssistance(engine, client).requirements(AD);
    expect(result.requirements).toEqual(engine.requirements(AD));
    expect(result.proposals.map((p) => AD.slice(p.start, p.end))).toEqual(['people who cycle to work']);
    expect(result.source).toBe('built-in and model');
    expect(seen[0]).toMatchObject({ path: '/v1/chat/completions', key: 'Bearer k' });
  });

  it('asks nobody when it is off', async () => {
    expect(await new ModelAssistance(engine, undefined).requirements(AD)).toMatchObject({ source: 'built-in', proposals: [] });
    expect(await new ModelAssistance(engine, undefined).similarities('x', ['y'])).toEqual({ fallback: 'switched off' });
    expect(seen).toEqual([]);
  });

  it.each<[string, Answer, RegExp]>([
    ['an error', { status: 500, body: {} }, /answered 500/], ['no JSON', { raw: '<html>' }, /something else than JSON/],
    ['another shape', chat({ demands: [] }), /list of requirements/], ['prose', { body: { choices: [{ message: { content: 'Sure!' } }] } }, /list of requirements/],
    ['silence', { ...chat({ requirements: [] }), delayMs: 400 }, /within 100 ms/],
  ])('falls back to the built-in engine on %s', async (_what, given, why) => {
    answer = given;
    const result = await new ModelAssistance(engine, client, { timeoutMs: 100 }).requirements(AD);
    expect(result).toMatchObject({ requirements: engine.requirements(AD), proposals: [], source: 'built-in' });
    expect(result.fallback).toMatch(why);
  });

  it('LG-12 sends résumés redacted and compares by cosine', async () => {
    answer = { body: { data: [{ embedding: [1, 0] }, { embedding: [1, 1] }, { embedding: [0, 1] }] } };
    const resume = 'Ada Byron\nada@example.com\nDate of birth: 10 December 1985\n\nExperience\nCook, Old Mill, 2019 - 2021. She ran the grill.';
    const result = await new ModelAssistance(engine, client).similarities(resume, ['cook', 'clerk']);
    expect('values' in result && result.values.map((v) => Math.round(v * 100))).toEqual([71, 0]);
    const sent = seen[0]!.body.input![0]!;
    for (const secret of ['Ada', 'Byron', 'example.com', '1985', 'She']) expect(sent).not.toContain(secret);
    expect(sent).toContain('ran the grill');
  });

  it('falls back when the vectors do not fit the texts', async () => {
    answer = { body: { data: [{ embedding: [1] }] } };
    expect(await new ModelAssistance(engine, client).similarities('x', ['y'])).toMatchObject({ fallback: expect.stringMatching(/one vector per text/) });
  });
});
