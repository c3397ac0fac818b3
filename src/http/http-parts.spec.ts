import { NotFoundException, BadRequestException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { CallerError } from '../sdk/errors.js';
import { DerivedKeys } from './derived-keys.js';
import { isStorable, textFault } from './input-text.js';
import { networkOf } from './network-address.js';
import { describeError } from './problem.js';
import { SignedPager } from './signed-pager.js';
import { stableJson } from './stable-json.js';
import { DtoPipe, TakesMore } from './validation.pipe.js';

const master = (id: string) => ({ id, key: randomBytes(32) });

describe('networkOf', () => {
  it('counts what one subscriber can change as one', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:0DB8:0001:0002::9')).toBe('2001:db8:1:2::/64');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
  });
});

describe('textFault', () => {
  it('finds exactly the values that hold a NUL or half a pair, wherever they are', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const isClean = !JSON.stringify(value).match(/\\u0000|\\ud[89a-f][0-9a-f]{2}/i);
      expect(textFault(value) === null).toBe(isClean);
    }));
  });

  it('names the place by JSON pointer', () => {
    expect(textFault({ a: [{ 'b/c~': 'x\0' }] })?.pointer).toBe('/a/0/b~1c~0');
    expect(isStorable('\ud83d\ude00')).toBe(true);
    expect(isStorable('\ude00')).toBe(false);
  });

  it('gives up on depth without recursing', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(textFault(deep)?.message).toContain('levels deep');
  });
});

class Strict { @IsOptional() @IsString() state?: string }
@TakesMore()
class Open { @IsOptional() @IsString() state?: string }

describe('DtoPipe', () => {
  const given = { 'state': 's', 'iss': 'https://id.example', 'accounts-server': 'https://accounts.example' };

  it('refuses what nobody knows, and leaves it out where senders may add to it', async () => {
    await expect(new DtoPipe().transform(given, { type: 'query', metatype: Strict })).rejects.toMatchObject({ fields: [{ field: 'iss' }, { field: 'accounts-server' }] });
    expect(await new DtoPipe().transform(given, { type: 'query', metatype: Open })).toEqual({ state: 's' });
    await expect(new DtoPipe().transform({ state: ['s'] }, { type: 'query', metatype: Open })).rejects.toMatchObject({ fields: [{ field: 'state' }] });
  });
});

describe('describeError', () => {
  it('passes on no words of the framework', () => {
    expect(describeError(new NotFoundException('Cannot GET /x?token=secret'))).toMatchObject({ status: 404, code: 'not-found', detail: 'There is nothing at this address.' });
    expect(describeError(new BadRequestException('Unexpected token in "secret"')).detail).toBe('The request cannot be read.');
    expect(describeError(new BadRequestException('Validation failed (uuid is expected)')).detail).toBe('Validation failed (uuid is expected).');
  });

  it('never shows what an unknown error says', () => {
    fc.assert(fc.property(fc.string({ minLength: 20 }), (text) => {
      expect(describeError(new Error(text))).toMatchObject({ status: 500, code: 'internal', fields: [] });
      expect(describeError(new Error(text)).detail).not.toContain(text);
    }));
    for (const odd of [undefined, null, 0, 'text', [], () => 1]) expect(describeError(odd).status).toBe(500);
  });
});

describe('SignedPager', () => {
  it('gives back any position, also after the master key was rotated', () => {
    const old = master('old');
    const before = new SignedPager(new DerivedKeys({ current: old, previous: [] }, 'cursor/1'), () => 't');
    const after = new SignedPager(new DerivedKeys({ current: master('new'), previous: [old] }, 'cursor/1'), () => 't');
    const dropped = new SignedPager(new DerivedKeys({ current: master('new'), previous: [] }, 'cursor/1'), () => 't');
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.integer()), { maxLength: 4 }), (position) => {
      const cursor = before.encode('list', position);
      expect(after.decode('list', cursor)).toEqual(position);
      expect(() => dropped.decode('list', cursor)).toThrow(CallerError);
    }));
  });

  it('reads no text that it did not write', () => {
    const pager = new SignedPager(new DerivedKeys({ current: master('a'), previous: [] }, 'cursor/1'), () => null);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      expect(() => pager.decode('list', text)).toThrow(CallerError);
    }), { numRuns: 1_000 });
  });
});

describe('stableJson', () => {
  it('does not mind the order of fields, but every value', () => {
    expect(stableJson({ b: [{ y: 1, x: 2 }], a: 1 })).toBe(stableJson({ a: 1, b: [{ x: 2, y: 1 }] }));
    expect(stableJson([1, 2])).not.toBe(stableJson([2, 1]));
    expect(stableJson({ a: '1' })).not.toBe(stableJson({ a: 1 }));
  });
});
