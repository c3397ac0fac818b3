/** A call that idibu refuses: status 200 with `failed`, as its API does; 404 and 422 for a few. */
export class Refusal extends Error {
  constructor(readonly code: string, message: string, readonly status: number) { super(message); }
}

export const refusal = (code: string, message: string): Refusal => new Refusal(code, message, code === 'not_found' ? 404 : 422);
