/** An answer of the OAuth host that is not a success, in the shape of RFC 6749. */
export class OAuthError extends Error {
  constructor(readonly status: number, readonly error: string, description: string) {
    super(description);
    this.name = 'OAuthError';
  }
}
