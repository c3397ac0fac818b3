/** The body is no JSON. */
export class NotJson extends Error {}

/** Parses an answer; undefined for an empty body. NUL and lone surrogates, which no database takes, are removed from texts. */
export function parseJson(body: Buffer): unknown {
  if (body.byteLength === 0) return undefined;
  const text = body.toString('utf8');
  try {
    return mayHoldBadText(text) ? JSON.parse(text, cleanText) : JSON.parse(text);
  } catch (error) {
    throw new NotJson('the body is not JSON', { cause: error });
  }
}

/** They can only come as escapes: raw ones are not JSON or not UTF-8. */
function mayHoldBadText(text: string): boolean {
  return /\\u(?:0000|[dD][89a-fA-F])/.test(text);
}

function cleanText(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD') : value;
}
