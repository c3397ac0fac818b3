import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { Colour } from './status-list.js';

const StatusSchema = tenantTable({
  plugin: 'idibu',
  name: 'status',
  columns: {
    /** idibu's number. */
    externalId: p.string().length(40),
    label: p.string().length(100),
    colour: p.string().length(10).$type<Colour>(),
    position: p.integer(),
    isEnabled: p.boolean(),
    kind: p.string().length(10).$type<'default' | 'extra'>(),
  },
  person: null,
  uniques: [{ name: 'status_once', properties: ['tenantId', 'installationId', 'externalId'] }],
});
/** A status of idibu's list. Lever's stages are read from the mirror. */
export class IdibuStatus extends StatusSchema.class {}
StatusSchema.setClass(IdibuStatus);

const ResponseSchema = tenantTable({
  plugin: 'idibu',
  name: 'response',
  columns: {
    /** `received`, `light:<light>` or `status:<status id>`. */
    occasion: p.string().length(100),
    subject: p.string().length(200),
    body: p.text(),
    isOn: p.boolean(),
  },
  person: null,
  uniques: [{ name: 'response_once', properties: ['tenantId', 'installationId', 'occasion'] }],
});
/** A message that goes out by itself. */
export class AutoResponse extends ResponseSchema.class {}
ResponseSchema.setClass(AutoResponse);
