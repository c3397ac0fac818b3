import { describe, expect, it } from '@jest/globals';
import { connectionsFrom } from './installation-directory.js';

describe('the usable connections of an installation', () => {
  it('are Lever and the vendor; an outside account is neither, in whatever order they come', () => {
    const rows = [{ id: 'l', system: 'lever' }, { id: 'v', system: 'idibu' }, { id: 'a', system: 'account:bullhorn' }];
    expect(connectionsFrom(rows)).toEqual({ lever: 'l', vendor: 'v' });
    expect(connectionsFrom(rows.toReversed())).toEqual({ lever: 'l', vendor: 'v' });
    expect(connectionsFrom([{ id: 'a', system: 'account:bullhorn' }])).toEqual({});
  });
});
