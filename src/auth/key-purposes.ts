/** What the keys derived from the master key are for. */
export const PEPPER = 'api-key-pepper/1';
export const TOKEN_SIGNING = 'access-token/1';
