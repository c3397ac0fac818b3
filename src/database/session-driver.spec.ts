import { describe, expect, it } from '@jest/globals';
import { takeOn } from './session-driver.js';

describe('what a transaction takes on', () => {
  it('is its role and its tenant in one statement', () => {
    expect(takeOn({ role: 'patchbay_app', variables: { 'patchbay.tenant_id': 'f0e1' } }))
      .toBe(`select set_config('role', 'patchbay_app', true), set_config('patchbay.tenant_id', 'f0e1', true)`);
  });

  it('cannot be broken out of', () => {
    expect(takeOn({ variables: { 'a.b': `x', true); drop table lane; --` } })).toBe(`select set_config('a.b', 'x'', true); drop table lane; --', true)`);
  });
});
