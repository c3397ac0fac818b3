import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { CallerError } from '../sdk/errors.js';
import type { Pager } from '../sdk/rest.js';
import { associatedData } from '../secrets/cipher.js';
import type { DerivedKeys } from './derived-keys.js';

type Position = readonly (string | number)[];

const MAC_BYTES = 16;
const SHAPE = /^([A-Za-z0-9_-]{1,900})\.([A-Za-z0-9_-]{22})$/;

/** Cursors under a keyed hash over list, tenant and position: one of another list or organisation is refused like an altered one. */
export class SignedPager implements Pager {
  constructor(private readonly keys: DerivedKeys, private readonly tenant: () => string | null) {}

  encode(scope: string, position: Position): string {
    const body = Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
    return `${body}.${this.mac(this.keys.current.key, scope, body).toString('base64url')}`;
  }

  decode(scope: string, cursor: string): Position {
    const [, body, mac] = SHAPE.exec(cursor) ?? [];
    if (body === undefined || mac === undefined) throw refused();
    const given = Buffer.from(mac, 'base64url');
    const isOurs = this.keys.all.some(({ key }) => timingSafeEqual(given, this.mac(key, scope, body)));
    if (!isOurs) throw refused();
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Position;
  }

  private mac(key: KeyObject, scope: string, body: string): Buffer {
    return createHmac('sha256', key).update(associatedData([scope, this.tenant() ?? '', body])).digest().subarray(0, MAC_BYTES);
  }
}

function refused(): CallerError {
  return new CallerError('invalid-cursor', 'The cursor does not belong to this list.', {
    status: 400, fields: [{ field: 'cursor', message: 'Use the `next` of the page before as it is, or leave it out for the first page.' }],
  });
}
