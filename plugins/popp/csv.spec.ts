import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('CSV', () => {
  it('quotes what must be quoted and defuses formulas in names', () => {
    expect(csvLine(['a', 1.5, null, true, 'x,y', 'say "hi"', 'two\nlines'])).toBe('a,1.5,,true,"x,y","say ""hi""","two\nlines"');
    expect(csvLine(['=cmd|calc', '+46', '@x', '-1'])).toBe("'=cmd|calc,'+46,'@x,'-1");
  });
});
